package review

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/build"
	"dateline/internal/markdown"
	"dateline/internal/notes"
	"dateline/internal/prose"
	"dateline/internal/site"
)

// State is what can be decided in an article, and what was.
type State struct {
	Path      string    `json:"path"`
	Title     string    `json:"title"`
	Article   string    `json:"article"` // sum of the file
	Notes     string    `json:"notes"`
	Items     []Item    `json:"items"` // in the order of the text
	Undecided int       `json:"undecided"`
	Decided   int       `json:"decided"`
	Unclear   []Unclear `json:"unclear"`
}

// Item is an annotation as the page shows it.
type Item struct {
	Key       string   `json:"key"` // of the element in the page
	Kind      string   `json:"kind"`
	State     string   `json:"state"` // see article.State
	Undecided bool     `json:"undecided"`
	Start     int      `json:"start"` // bytes of the running text
	End       int      `json:"end"`
	Exact     string   `json:"exact"`
	Entity    *Named   `json:"entity,omitempty"`
	Value     string   `json:"value,omitempty"` // of a date, in EDTF
	Words     string   `json:"words,omitempty"` // the same, for people
	Score     float32  `json:"score,omitempty"`
	Reason    string   `json:"reason,omitempty"`
	Others    []*Named `json:"others,omitempty"`
	Notes     []string `json:"notes,omitempty"` // ids of the decisions on these words
}

// Unclear is a decision whose words were not found.
type Unclear struct {
	ID     string `json:"id"`
	Line   int    `json:"line"`
	Exact  string `json:"exact"`
	Prefix string `json:"prefix"`
	Suffix string `json:"suffix"`
}

// Row is an article in the list of all.
type Row struct {
	Path      string `json:"path"`
	Title     string `json:"title"`
	Date      string `json:"date"`
	URL       string `json:"url"` // from the root of the site, without a slash before it
	Undecided int    `json:"undecided"`
}

// Articles returns the articles of the site, newest first.
func (d *Desk) Articles() []Row {
	out := d.output()
	rows := []Row{}
	if out == nil {
		return rows
	}
	for _, a := range out.Site.Articles {
		if strings.HasPrefix(string(a.Path), site.ArticlesDir) {
			rows = append(rows, Row{string(a.Path), a.Title, a.Meta.Date.Words("en"), strings.TrimPrefix(string(a.URL), "/"), a.Undecided})
		}
	}
	return rows
}

// Has reports whether a source file is an article that can be reviewed.
func (d *Desk) Has(path string) bool {
	out := d.output()
	return out != nil && strings.HasPrefix(path, site.ArticlesDir) && out.Site.PageOf(addr.Source(path)) != nil
}

// Article returns the state of an article.
func (d *Desk) Article(path string) (*State, error) {
	out := d.output()
	r, err := read(out, path)
	if err != nil {
		return nil, err
	}
	return d.state(out, r), nil
}

// state says what can be decided in a text.
func (d *Desk) state(out *build.Output, r *build.Reading) *State {
	t := r.Text
	s := &State{Path: string(t.Article.Path), Title: t.Article.Meta.Title, Article: Sum(r.Source), Notes: Sum(r.Notes), Items: []Item{}, Unclear: []Unclear{}}
	known := d.known(out)
	for _, n := range t.Found { // those of this article may be too new for the site to know
		known.found(n)
	}
	ids := map[prose.Span][]string{}
	for i := range t.Decided {
		if n := &t.Decided[i]; n.Place.Clear {
			ids[n.Place.Span] = append(ids[n.Place.Span], n.ID)
		}
	}
	for _, a := range t.Annotations() {
		it := Item{
			Key: key(&a), Kind: a.Kind, State: a.State.String(), Undecided: a.State.Undecided(), Start: a.Start, End: a.End,
			Exact: t.Analysis.S[a.Start:a.End], Score: a.Score, Reason: a.Reason, Notes: ids[a.Span],
		}
		if a.Entity != "" {
			it.Entity = known.named(a.Entity)
		}
		if !a.Time.Date.IsZero() {
			it.Value, it.Words = a.Time.Date.String(), a.Time.Date.Words("en")
		}
		for _, id := range a.Others {
			if n := known.named(id); n != nil && len(it.Others) < most {
				it.Others = append(it.Others, n)
			}
		}
		switch {
		case it.Undecided:
			s.Undecided++
		case a.State == article.Accepted || a.State == article.Rejected:
			s.Decided++
		}
		s.Items = append(s.Items, it)
	}
	for _, n := range t.Unclear() {
		s.Unclear = append(s.Unclear, Unclear{n.ID, n.Line, n.Exact, n.Prefix, n.Suffix})
	}
	return s
}

// key is the name of an annotation's element in the page.
func key(a *article.Annotation) string { return fmt.Sprintf("%s-%d-%d", a.Kind, a.Start, a.End) }

// Marks returns the marks by which a page's script finds the annotations.
func Marks(t *article.Text) []markdown.Mark {
	list := t.Annotations()
	out := make([]markdown.Mark, 0, len(list))
	for i := range list {
		a := &list[i]
		class := "rv"
		if a.State.Undecided() {
			class += " rv-open"
		}
		out = append(out, markdown.Mark{
			Span: a.Span, Close: "</span>",
			Open: `<span class="` + class + `" data-rv="` + key(a) + `" data-state="` + a.State.String() + `" data-entity="` + html.EscapeString(a.Entity) + `">`,
		})
	}
	return out
}

// Selection is words that somebody selected in a page.
type Selection struct {
	Path    string `json:"path"`
	Article string `json:"article"`
	Block   string `json:"block"`  // id of the block in the page: "p3"; or "h2", an entry of the highlights
	Before  string `json:"before"` // the words of the block up to the selected ones, as the page shows them
	Words   string `json:"words"`
}

// Selected returns where the selected words stand, as whole words.
func (d *Desk) Selected(sel Selection) (Item, error) {
	out := d.output()
	r, err := read(out, sel.Path)
	if err != nil {
		return Item{}, err
	}
	if Sum(r.Source) != sel.Article {
		return Item{}, conflict("article", d, out, r, &edit{})
	}
	at, ok := find(r.Text, sel)
	if !ok {
		return Item{}, fmt.Errorf("%w: the selected words are not in the text of the article, or are not whole words", ErrRequest)
	}
	a := article.Annotation{Span: at, Kind: notes.Mention}
	return Item{Key: key(&a), Kind: a.Kind, State: "new", Start: at.Start, End: at.End, Exact: r.Text.Analysis.S[at.Start:at.End]}, nil
}

// find finds selected words in their block: the same words, at the same count of words
// from its beginning, or nearest to there. Signs and spaces do not count, since a page
// shows others than the text has.
func find(t *article.Text, sel Selection) (prose.Span, bool) {
	n, ok := 0, false
	if _, err := fmt.Sscanf(sel.Block, "p%d", &n); err == nil {
		n, ok = n-1+t.FirstBlock, n > 0
	} else if _, err := fmt.Sscanf(sel.Block, "h%d", &n); err == nil {
		n, ok = n-1, n > 0 && n <= t.FirstBlock
	}
	blocks := t.Analysis.Blocks
	if !ok || n >= len(blocks) {
		return prose.Span{}, false
	}
	block, want := words(t.Analysis.S, blocks[n].Span), words(sel.Words, prose.Span{End: len(sel.Words)})
	before := len(words(sel.Before, prose.Span{End: len(sel.Before)}))
	best, far, twice := -1, 1<<30, false
	for i := 0; len(want) > 0 && i+len(want) <= len(block); i++ {
		same := true
		for k := range want {
			same = same && block[i+k].Hash == want[k].Hash
		}
		if !same {
			continue
		}
		switch off := max(i-before, before-i); {
		case off < far:
			best, far, twice = i, off, false
		case off == far:
			twice = true
		}
	}
	if best < 0 || twice {
		return prose.Span{}, false
	}
	return prose.Span{Start: block[best].Start, End: block[best+len(want)-1].End}, true
}

func onBounds(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }
