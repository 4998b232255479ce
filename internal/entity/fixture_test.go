package entity

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/internal/day"
	"dateline/internal/ner"
	"dateline/internal/prose"
)

// fixture is a file of testdata: a line that says what it shows, a register,
// "---", and text in which mentions stand as [words](id), and words that must be
// left as unsure as [words](?id,id).
type fixture struct {
	own  []*Entity
	date day.Date
	text string // with marks
}

func readFixture(t testing.TB, name string) fixture {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, text, ok := strings.Cut(string(b), "\n---\n")
	if !ok {
		t.Fatalf("%s has no line ---", name)
	}
	fx := fixture{text: text}
	for _, line := range strings.Split(head, "\n")[1:] {
		id, rest, ok := strings.Cut(line, ": ")
		if !ok {
			t.Fatalf("%s: cannot read %q", name, line)
		}
		if id == "date" {
			fx.date = mustDate(t, rest)
			continue
		}
		parts := strings.Split(rest, "; ")
		e := &Entity{ID: id, Name: parts[0], Kind: ner.ParseKind(parts[1]), Path: "entities/" + id + ".md"}
		for _, p := range parts[2:] {
			key, value, _ := strings.Cut(p, " ")
			switch key {
			case "alias":
				e.Aliases = append(e.Aliases, value)
			case "ambiguous":
				e.Ambiguous = append(e.Ambiguous, value)
			case "never":
				e.Never = append(e.Never, value)
			case "topic":
				e.Topic = TopicOf(value)
			case "merged":
				e.MergedInto = value
			case "role":
				f := strings.Split(value, "/")
				e.Roles = append(e.Roles, Role{f[0], f[1], mustDate(t, strings.Replace(f[2], "..", "/", 1))})
			default:
				t.Fatalf("%s: cannot read %q", name, p)
			}
		}
		fx.own = append(fx.own, e)
	}
	return fx
}

func mustDate(t testing.TB, s string) day.Date {
	t.Helper()
	if strings.HasSuffix(s, "/") {
		s += ".."
	}
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// plain returns the text without its marks.
func plain(marked string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(marked, '[')
		if i < 0 {
			break
		}
		j := strings.Index(marked[i:], "](")
		k := strings.IndexByte(marked[i:], ')')
		b.WriteString(marked[:i] + marked[i+1:i+j])
		marked = marked[i+k+1:]
	}
	return b.String() + marked
}

// mark returns the text with the marks of a result.
func mark(s string, res Result) string {
	type m struct {
		prose.Span
		to string
	}
	var all []m
	for _, x := range res.Mentions {
		all = append(all, m{x.Span, x.Entity})
	}
	for _, x := range res.Unsure {
		var ids []string
		for _, c := range x.Candidates {
			ids = append(ids, c.ID)
		}
		slices.Sort(ids)
		all = append(all, m{x.Span, "?" + strings.Join(ids, ",")})
	}
	slices.SortFunc(all, func(a, b m) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, x := range all {
		fmt.Fprintf(&b, "%s[%s](%s)", s[at:x.Start], s[x.Start:x.End], x.to)
		at = x.End
	}
	return b.String() + s[at:]
}

func find(r *Register, text string, opt Options) Result {
	a := prose.Analyse(prose.Raw(text), nil)
	return r.Find(a, ner.New().Tag(a), opt)
}

func TestFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			fx := readFixture(t, name)
			r, diags := NewRegister(fx.own)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			s := plain(fx.text)
			res := find(r, s, Options{Published: fx.date})
			if got := mark(s, res); got != fx.text {
				t.Errorf("got\n%s\nwant\n%s", got, fx.text)
			}
			for _, m := range res.Mentions {
				if m.Reason == "" || m.Score <= 0 || m.Score > 1 {
					t.Errorf("%q has reason %q and score %v", s[m.Start:m.End], m.Reason, m.Score)
				}
			}
		})
	}
}
