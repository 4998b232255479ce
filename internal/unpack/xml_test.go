package unpack

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/internal/cputime"
	"dateline/internal/diag"
)

// dump writes the tokens of x, one a line.
func dump(x *xmlScanner) string {
	var b strings.Builder
	for x.next() {
		switch x.kind {
		case xmlStart:
			fmt.Fprintf(&b, "%d <%s|%s", x.line(), x.space, x.local)
			for _, a := range x.attrs {
				fmt.Fprintf(&b, " %s|%s=%q", a.space, a.local, a.value)
			}
			b.WriteString(">\n")
		case xmlEnd:
			fmt.Fprintf(&b, "%d </%s|%s>\n", x.line(), x.space, x.local)
		case xmlText:
			fmt.Fprintf(&b, "%d %q\n", x.line(), x.text)
		}
	}
	for _, d := range x.diags {
		fmt.Fprintf(&b, "%d %s: %s\n", d.Line, d.Severity, d.Message)
	}
	return b.String()
}

func TestXML(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"plain", "<?xml version='1.0'?><!-- <x>\n\n--><a b=\"1 &lt; 2\" c='d'>tea &amp; milk<e/></a>", `
3 <|a |b="1 < 2" |c="d">
3 "tea & milk"
3 <|e>
3 </|e>
3 </|a>
`},
		{"namespaces", `<w:a xmlns:w="one" xmlns="two" w:x="1"><b/><w:c xmlns:w="three"/><w:d/><v:e/></w:a>`, `
1 <one|a one|x="1">
1 <two|b>
1 </two|b>
1 <three|c>
1 </three|c>
1 <one|d>
1 </one|d>
1 <v|e>
1 </v|e>
1 </one|a>
`},
		{"sections", "<a><![CDATA[x <b> &amp; ]]></a><c><![CDATA[ends ]]> here ]]></c><d><![CDATA[]]]]><![CDATA[>]]></d>", `
1 <|a>
1 "x <b> &amp; "
1 </|a>
1 <|c>
1 "ends ]]> here "
1 </|c>
1 <|d>
1 "]]"
1 ">"
1 </|d>
`},
		{"entities", "<a>&nbsp;&#8212;&#x1F600;&#1;&lol;&amp;lt; AT&T &#13;\n</a>", `
1 <|a>
1 "\u00a0—😀&lol;&lt; AT&T \n"
2 </|a>
`},
		{"tags that do not match", "<a>\n<b>\n<c>x</b></d></a>", `
1 <|a>
1 "\n"
2 <|b>
2 "\n"
3 <|c>
3 "x"
3 </|c>
3 </|b>
3 </|a>
3 warning: <c> that begins here is not ended before </b>
3 warning: </d> ends nothing
`},
		{"cut off", "<a>\n<b>1 < 2", `
1 <|a>
1 "\n"
2 <|b>
2 "1 < 2"
2 </|b>
2 </|a>
2 error: the file ends within <b>, which begins here
`},
		{"cut off in a section", "<a>\n<b><![CDATA[1 < 2", `
1 <|a>
1 "\n"
2 <|b>
2 </|b>
2 </|a>
2 error: a CDATA section that begins here never ends
`},
		{"document type", "<!DOCTYPE rss SYSTEM \"x.dtd\"><a/>", `
1 <|a>
1 </|a>
`},
		{"entities of its own", "<!DOCTYPE a [\n<!ENTITY b \"c\">]><a>&b;</a>", `
1 error: a document type with declarations of its own is not read
`},
		{"attributes", "<a b c=d e = 'f' g='></a>", `
1 error: the tag <a that begins here never ends
`},
		{"loose attributes", "<a b c=d e = 'f'\n/><a<b></b>", `
1 <|a |b="" |c="d" |e="f">
1 </|a>
2 <|a>
2 <|b>
2 </|b>
2 </|a>
2 warning: the tag <a has no end
2 error: the file ends within <a>, which begins here
`},
		{"declared encoding", "<?xml version='1.0' encoding='iso-8859-1'?><a>caf\xe9</a>", `
1 <|a>
1 "café"
1 </|a>
`},
	} {
		if got := dump(newXML("f.xml", []byte(c.src))); got != strings.TrimPrefix(c.want, "\n") {
			t.Errorf("%s: %s\ngot:\n%swant:%s", c.name, c.src, got, c.want)
		}
	}
}

func TestXMLHelpers(t *testing.T) {
	const src = `<a><b>one <i>two</i><![CDATA[ & three]]></b><c x="1"><h:p k="&quot;">4 &lt; 5<h:br/></h:p></c><d><e/></d><f/></a>`
	x := newXML("", []byte(src))
	for x.next() {
		if x.kind != xmlStart {
			continue
		}
		switch x.local {
		case "b":
			if got := x.words(); got != "one two & three" {
				t.Errorf("words: %q", got)
			}
		case "c":
			if got := x.attr("x"); got != "1" {
				t.Errorf("attr: %q", got)
			}
			if got := x.markup(); got != `<p k="&#34;">4 &lt; 5<br></p>` {
				t.Errorf("markup: %q", got)
			}
		case "d":
			x.skip()
		case "e":
			t.Error("skip went into the element")
		}
	}
	if len(x.diags) > 0 {
		t.Errorf("%v", x.diags)
	}
	if space, local, _ := xmlRoot([]byte("\ufeff<?xml?> <!-- a -->\n<r xmlns='s'>")); space != "s" || local != "r" {
		t.Errorf("root: %q %q", space, local)
	}
	if _, local, _ := xmlRoot([]byte("a <r>")); local != "" {
		t.Errorf("root of a text: %q", local)
	}
}

// TestXMLHostile checks that time and memory are bounded.
func TestXMLHostile(t *testing.T) {
	const n = 1 << 20
	for name, src := range map[string]string{
		"nested":     strings.Repeat("<a>", n/4),
		"ends":       strings.Repeat("<a>", 900) + strings.Repeat("</b>", n/4),
		"sections":   "<a>" + strings.Repeat("<![CDATA[]]>x", n/12),
		"marks":      "<a><![CDATA[" + strings.Repeat("]]> ", n/4),
		"begun":      "<a>" + strings.Repeat("<![CDATA[", n/8),
		"comments":   strings.Repeat("<!--", n/4),
		"amp":        "<a>" + strings.Repeat("&", n),
		"less":       "<a>" + strings.Repeat("<", n),
		"quotes":     strings.Repeat("<a b='", n/6),
		"attributes": "<a " + strings.Repeat("b ", n/2) + ">",
		"namespaces": strings.Repeat("<a xmlns:b='c'>", n/16),
		"spaces":     "<a>" + strings.Repeat("<![CDATA[]]> ", n/12),
	} {
		begun := cputime.Now()
		x := newXML("", []byte(src))
		depth := 0
		for x.next() {
			x.line()
			switch x.kind {
			case xmlStart:
				depth++
			case xmlEnd:
				depth--
			}
		}
		if depth != 0 {
			t.Errorf("%s: %d elements were not ended", name, depth)
		}
		if took := cputime.Now() - begun; took > 20*time.Second {
			t.Errorf("%s: a megabyte took %v", name, took)
		}
		if len(x.diags) == 0 || len(x.diags) > xmlMaxProblems+2 {
			t.Errorf("%s: %d problems told", name, len(x.diags))
		}
	}
}

// FuzzXML checks that every start has its end, that text is clean, that lines are
// those of the file, and that a file without problems has the words it shows.
func FuzzXML(f *testing.F) {
	for _, s := range []string{
		"<a b='c'>d&amp;<![CDATA[e]]></a>", "<a><b></a>", "<!DOCTYPE a [", "<a xmlns:b='c'><b:d b:e='f'/>", "<a>&#0;&#x85;&lol;", "<a ]]> <![CDATA[ ]]> ]]></a>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		x := newXML("f", src)
		lines := strings.Count(x.src, "\n") + 1
		var open []string
		for x.next() {
			if n := x.line(); n < 1 || n > lines {
				t.Fatalf("line %d of %d", n, lines)
			}
			switch x.kind {
			case xmlStart:
				open = append(open, x.local)
			case xmlEnd:
				if len(open) == 0 || open[len(open)-1] != x.local {
					t.Fatalf("</%s> ends %q", x.local, open)
				}
				open = open[:len(open)-1]
			case xmlText:
				if !utf8.ValidString(x.text) || strings.ContainsFunc(x.text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' }) {
					t.Fatalf("text %q", x.text)
				}
			}
		}
		if len(open) > 0 {
			t.Fatalf("not ended: %q", open)
		}
		if x.cut && x.diags.Count(diag.Error) == 0 {
			t.Fatal("cut off, and no error")
		}
	})
}
