package article

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
	"unique"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/markdown"
	"dateline/internal/ner"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

// Version is that of compiled articles: it changes when the same source gives another Article.
const Version = 29

// Env is what compiling depends on beside the file itself.
type Env struct {
	Register *entity.Register
	Tagger   *ner.Tagger
	Lang     string // the site's

	// Publish is how sure a link must be, from 0 to 1, to be published without that
	// somebody reviewed it.
	Publish float32
	Explain bool // say of every name who else may be meant

	// Published is used over the header's date when it is not zero: what the
	// command line says.
	Published day.Date
}

// Input is one source file with its decisions.
type Input struct {
	Path       addr.Source
	Src        []byte
	NotesPath  string // for diagnostics
	Notes      []byte // NAME.notes.jsonl, may be nil
	ReportPath string // for diagnostics
	Report     []byte // NAME.import.json when its page is to tell of the import, else nil
	Plain      bool   // a plain page: names and dates are not looked for
}

// Records are a compiled file as bytes, for a cache.
type Records struct {
	Article   []byte // see ReadRecord
	Page      []byte // see ReadPage
	Citations []byte // see ReadCitation
	Words     []byte // what it can be found by, see search.Bag
}

// Compile takes one file through all that can be known of it alone. It never
// fails: what is wrong is in its Diags. The Article is read from its record, so
// that it is the same whether it was compiled now or by an earlier run, and keeps
// no part of the source in memory.
func Compile(in Input, env Env) (*Article, Records) { return CompileInto(Records{}, in, env) }

// CompileInto is Compile into memory that there is already: that of rec, whose bytes
// are overwritten.
func CompileInto(rec Records, in Input, env Env) (*Article, Records) {
	room := analyses.Get().(*prose.Analysis)
	t := read(in, env, room)
	rec.Article = t.Article.AppendRecord(rec.Article[:0])
	rec.Page = t.AppendPage(rec.Page[:0])
	rec.Citations = AppendCitations(rec.Citations[:0], t.citations())
	rec.Words = t.searched(rec.Words[:0])
	a, err := ReadRecord(rec.Article, in.Path)
	if err != nil {
		panic("article: " + string(in.Path) + " cannot be read from its own record") // writing and reading are one function
	}
	const most = 1 << 14 // tokens that memory is kept for
	if room.Text = nil; cap(room.Tokens) <= most {
		analyses.Put(room)
	}
	return a, rec
}

// analyses are used again from one article to the next.
var analyses = sync.Pool{New: func() any { return new(prose.Analysis) }}

// Read takes one file through all that can be known of it alone and keeps its
// text, for showing, explaining and `annotate`.
func Read(in Input, env Env) *Text { return read(in, env, nil) }

// read is Read with memory for the analysis, which may be nil.
func read(in Input, env Env, room *prose.Analysis) *Text {
	t := parse(in, env)
	a := t.Article
	t.Analysis = prose.Analyse(t.prose(), room)
	for _, tok := range t.Analysis.Tokens {
		if tok.Class&(prose.Word|prose.Number) != 0 {
			a.Words++
		}
	}
	a.Summary = t.summary()
	if !in.Plain {
		t.decisions(in)
		t.Times = timeline.Find(t.Analysis, timeline.Options{Published: a.Meta.Date, Lang: t.lang})
		t.decideTimes()
		t.annotate(a.Meta.Date, env)
		t.condense()
		t.Events = t.events()
		a.SetEvents(t.Events)
		t.report(in, env)
		a.Undecided = t.undecided()
	}
	if in.Report != nil {
		var diags diag.List
		t.About, diags = ReadAbout(in.ReportPath, in.Report, in.Src)
		t.Diags = append(t.Diags, diags...)
	}
	a.Diags = append(a.Diags, t.Diags...)
	a.Diags.Sort()
	return t
}

// parse reads header and tree.
func parse(in Input, env Env) *Text {
	a := &Article{Path: in.Path}
	t := &Text{Article: a, Src: in.Src}
	file := string(in.Path)
	var body int
	a.Meta, body, t.Diags = ReadHeader(file, in.Src)
	if !env.Published.IsZero() {
		a.Meta.Date = env.Published
	}
	t.illegible = t.Diags.HasErrors()
	t.Meta = a.Meta
	lang := env.Lang
	if a.Meta.Lang != "" {
		lang = a.Meta.Lang
	}
	t.lang = lang
	tree, diags := markdown.Parse(in.Src, body, markdown.Options{File: file, Lang: lang, HTML: a.Meta.HTML})
	t.Tree = tree
	t.Diags = append(t.Diags, diags...)

	for _, h := range tree.Headings() {
		a.IDs = append(a.IDs, strings.Clone(h.ID))
	}
	if a.Meta.Title == "" {
		for _, h := range tree.Headings() {
			if h.Level == 1 {
				a.Meta.Title = strings.Clone(h.Text)
				t.Meta.Title = a.Meta.Title
				break
			}
		}
	}
	return t
}

// prose returns the running text of highlights and body, and notes where the body begins.
func (t *Text) prose() *prose.Text {
	var b prose.Builder
	b.Grow(len(t.Tree.Text()) + 256*len(t.Meta.Highlights))
	for _, w := range t.Meta.Highlights {
		b.Open(prose.Highlight, 0)
		b.Write(w.Text, w.Start)
		b.Close()
		t.FirstBlock++
	}
	if t.Base = b.Len(); t.Base > 0 {
		t.Base++ // the newline before the first block of the body
	}
	t.Tree.Prose(&b)
	t.Base = min(t.Base, b.Len()) // of an article without a body
	return b.Text()
}

// condense gathers whom the mentions name. The mentions of more entities than an
// index has numbers are left out.
func (t *Text) condense() {
	a := t.Article
	index := make(map[string]int, 32)
	t.Mentions = slices.DeleteFunc(t.Mentions, func(m entity.Mention) bool {
		ref, ok := index[m.Entity]
		if !ok {
			if len(a.Refs) > math.MaxUint16 {
				return true
			}
			ref = len(a.Refs)
			index[m.Entity] = ref
			a.Refs = append(a.Refs, Ref{ID: unique.Make(m.Entity), Kind: m.Kind})
		}
		a.Refs[ref].Count++
		t.Refs = append(t.Refs, uint16(ref))
		return false
	})
}

// report notes what the author should know about names and times.
func (t *Text) report(in Input, env Env) {
	a := t.Article
	places := diag.Source{File: string(in.Path), Text: in.Src}
	at := func(s diag.Severity, code string, span prose.Span, format string, args ...any) *diag.Diagnostic {
		start := t.Analysis.Source(span.Start)
		if start < 0 {
			start = 0
		}
		t.Diags = append(t.Diags, places.At(s, code, start, start+span.End-span.Start, format, args...))
		return &t.Diags[len(t.Diags)-1]
	}
	if a.Meta.Date.IsZero() && !t.illegible {
		t.reportDate(in, env)
	}
	if a.Meta.Title == "" && !t.illegible {
		t.Diags = append(t.Diags, places.At(diag.Warning, "no-title", 0, 0, "the article has no title").WithHint("add title: to the header"))
	}
	guesses := map[string]string{}
	for _, l := range t.Analysis.Links {
		if env.Register.Resolve(l.Target) == nil {
			guess, known := guesses[l.Target]
			if !known {
				guess = diag.Nearest(l.Target, env.Register.IDs())
				guesses[l.Target] = guess
			}
			d := at(diag.Warning, "unknown-entity", l.Span, "[[%s]] names no entity of the register", l.Target)
			d.Hint = "add content/entities/" + addr.Slug(l.Target) + ".md, or run `dateline new entity`"
			if guess != "" {
				d.Hint = fmt.Sprintf("did you mean %q?", guess)
			}
		}
	}
	t.reportDecisions(in)
}

// reportDate says that the article has no date, what that costs, and which its own
// words propose.
func (t *Text) reportDate(in Input, env Env) {
	n, first := 0, timeline.Expression{}
	for _, e := range t.Times {
		if e.Relative && e.Value == "" {
			if n == 0 {
				first = e
			}
			n++
		}
	}
	d := diag.At(diag.Warning, "no-date", string(in.Path), in.Src, 0, 0, "the article has no date")
	if n > 0 {
		start := max(0, t.Analysis.Source(first.Start))
		d = diag.At(diag.Warning, "no-date", string(in.Path), in.Src, start, start+first.End-first.Start,
			"the article has no date, and without one %s cannot be resolved, the first %q", count(n, "expression of time", "expressions of time"), t.Analysis.S[first.Start:first.End])
	}
	d.Excerpt = "" // one line for each article: imports may leave many without a date
	t.Diags = append(t.Diags, d.WithHint("%s", Hint(t.Dating(env.Register, nil))))
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// summaryLength is how many characters of an article's beginning stand for it where it has no description.
const summaryLength = 200

func (t *Text) summary() string {
	if t.Meta.Description != "" {
		return t.Meta.Description
	}
	an := t.Analysis
	var b strings.Builder
	for _, s := range an.Sentences {
		i := an.BlockAt(s.Start)
		if i < 0 || an.Blocks[i].Kind != prose.Paragraph {
			continue
		}
		if b.Len() > 0 && b.Len()+s.End-s.Start > summaryLength {
			break
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimSpace(an.S[s.Start:s.End]))
		if b.Len() > summaryLength/2 {
			break
		}
	}
	out := b.String()
	if len(out) > summaryLength*3/2 {
		out, _, _ = shorten(out, 0, 0, summaryLength)
	}
	return out
}

const (
	snippetLength   = 170 // bytes of a sentence that stand around a mention
	snippetsPerName = 3   // mentions of one entity shown for one article
	spellings       = 8   // ways of writing one entity's name kept for one article
)

// citations gathers what the pages of the article's entities show of it.
func (t *Text) citations() []Citation {
	out := make([]Citation, len(t.Article.Refs))
	for i, list := range t.snippets() {
		out[i].Snippets = list
	}
	for i := range t.Mentions {
		words := t.Analysis.S[t.Mentions[i].Start:t.Mentions[i].End]
		if strings.ContainsAny(words, "\n\t\r") {
			words = strings.Join(strings.Fields(words), " ")
		}
		c := &out[t.Refs[i]]
		k := slices.IndexFunc(c.Spellings, func(s Spelling) bool { return s.Text == words })
		switch {
		case k >= 0:
			c.Spellings[k].N++
		case len(c.Spellings) < spellings:
			c.Spellings = append(c.Spellings, Spelling{words, 1})
		}
	}
	return out
}

// snippets gives the mentions in context: for each entity the first few, those in the highlights last.
func (t *Text) snippets() [][]Snippet {
	a, an := t.Article, t.Analysis
	out := make([][]Snippet, len(a.Refs))
	all := make([]Snippet, min(snippetsPerName*len(a.Refs), len(t.Mentions)))
	for i := range a.Refs { // each has its part of one piece of memory
		n := min(int(a.Refs[i].Count), snippetsPerName)
		out[i], all = all[:0:n], all[n:]
	}
	last := make([]int, len(a.Refs)) // sentence of the entity's last snippet, plus one
	for pass := range 2 {
		sent := 0
		for i := range t.Mentions {
			m := &t.Mentions[i]
			ref := t.Refs[i]
			block := an.BlockAt(m.Start)
			if (block >= 0 && an.Blocks[block].Kind == prose.Highlight) != (pass == 1) || len(out[ref]) >= snippetsPerName || pass == 1 && len(out[ref]) > 0 {
				continue
			}
			for sent < len(an.Sentences)-1 && an.Sentences[sent].End <= m.Start {
				sent++
			}
			s := an.Sentences[sent]
			if m.Start < s.Start || m.End > s.End || last[ref] == sent+1 {
				continue
			}
			last[ref] = sent + 1
			start, end := m.Start-s.Start, m.End-s.Start
			words := an.S[s.Start:s.End]
			if s.Start >= t.Base {
				words = t.Tree.Typeset(s.Start-t.Base, s.End-t.Base, &start, &end)
			}
			words, start, end = shorten(words, start, end, snippetLength)
			out[ref] = append(out[ref], Snippet{Sentence: words, Start: start, End: end, Block: max(block-t.FirstBlock, -1), Heading: t.heading(block)})
		}
	}
	return out
}

// heading returns the id of the heading that a block of the running text is, or "".
func (t *Text) heading(block int) string {
	if block < t.FirstBlock || t.Analysis.Blocks[block].Kind != prose.Heading {
		return ""
	}
	for _, h := range t.Tree.Headings() {
		if h.Block == block-t.FirstBlock {
			return h.ID
		}
	}
	return ""
}

// shorten cuts s at word boundaries to about n bytes around s[start:end], with
// an ellipsis where words are left out, and returns where the words stand in it. Of
// more than n bytes of them only the beginning is kept.
func shorten(s string, start, end, n int) (string, int, int) {
	if len(s) <= n+n/4 {
		return s, start, end
	}
	if end-start > n {
		end = start + headLength(s[start:end], n)
	}
	from := max(0, start-(n-(end-start))/2)
	to := min(len(s), max(from+n, end))
	from = max(0, min(from, to-n))
	if from > 0 {
		if i := strings.IndexByte(s[from:start], ' '); i >= 0 {
			from += i + 1
		} else {
			from = start
		}
	}
	if to < len(s) {
		if i := strings.LastIndexByte(s[end:to], ' '); i >= 0 {
			to = end + i
		} else if end > 0 {
			to = end
		} else {
			for to > 0 && !utf8.RuneStart(s[to]) {
				to--
			}
		}
	}
	out := s[from:to]
	shift := -from
	if from > 0 {
		out = "… " + out
		shift += len("… ")
	}
	if to < len(s) {
		out = strings.TrimRight(out, " ,;:–—-") + " …"
	}
	return out, start + shift, end + shift
}

// headLength returns how many bytes of s, which is longer than n, are no more than n
// and end with a word, or with a character where no word does.
func headLength(s string, n int) int {
	if i := strings.LastIndexByte(s[:n+1], ' '); i > 0 {
		return i
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}
