// Package article owns one source file on its way from bytes to meaning: its
// header, its running text, who and when is in it. It knows no other article
// and no file system. An Article does not change once compiled.
package article

import (
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

// Meta is the header of an article or page, understood. What few headers have is
// apart, so that a site of many articles need not make room for it in each.
type Meta struct {
	Title       string
	Date        day.Date
	Authors     []string
	Description string
	Tags        []string
	Lang        string // "" is the site's
	Draft       bool
	Unlisted    bool
	NoTimeline  bool
	HTML        markdown.Policy
	*Rare       // never nil; not to be changed
}

// Rare is what few headers have, or what only the article's own page shows.
type Rare struct {
	DateBasis   string // stated | inferred | imported
	Lastmod     day.Date
	Slug        string
	URL         addr.URL // "" lets the site decide
	Redirects   []addr.URL
	Aliases     []string // other names
	PublishDate day.Date
	ExpiryDate  day.Date
	Image       string
	ImageAlt    string // what it shows
	Decoration  bool   // it shows nothing that must be said: imageAlt is there and empty
	Source      Source
	Place       string
	Link        string // first | section | all | none; "" is the site's
	Weight      int
	Layout      string
	Highlights  []Words
	Timeline    []OwnEvent
	Params      map[string]any // keys that Dateline does not know, for templates
}

// nothingRare is the Rare of headers that have nothing of it.
var nothingRare = &Rare{}

// Words is a string of the header with its place in the file.
type Words struct {
	Text  string
	Start int
}

// Source is where an article was first published.
type Source struct{ Name, URL, Retrieved, SHA256, Rights string }

// OwnEvent is an entry of the author's own timeline.
type OwnEvent struct {
	When      day.Date
	Label     string
	Quote     string
	Entities  []string
	Certainty string
	Hide, Pin bool
	Offset    int
}

// Ref is an entity that an article names.
type Ref struct {
	ID    unique.Handle[string] // many articles name the same few: each id is kept once
	Count uint32
	Kind  ner.Kind
}

// Article is a compiled source file (an article or a plain page): what the site
// needs to know of it. Its words and what stands on them are not kept.
type Article struct {
	Path      addr.Source
	Meta      Meta // without Highlights, Timeline and Params, which only its own page shows
	Words     int
	Summary   string           // first sentences, plain text
	IDs       []string         // of its headings, for links to them
	Refs      []Ref            // in order of first mention
	Found     []*entity.Entity // entities in no register
	events    string           // see Events
	Unsure    int              // names left unlinked because several may be meant
	Undecided int              // annotations that nobody has decided on
	Held      int              // links that are not sure enough to be published unreviewed
	Diags     diag.List
}

// Citation is what an entity's page shows of an article that names it.
type Citation struct {
	Snippets  []Snippet
	Spellings []Spelling // in order of first mention
}

// Spelling is one way in which an article writes an entity's name.
type Spelling struct {
	Text string // on one line
	N    int    // how often
}

// Snippet is a mention with its sentence, for entity pages and lists.
type Snippet struct {
	Sentence   string // plain text, shortened around the mention
	Start, End int    // the mention in Sentence
	Block      int    // index of its block among the body's, for the permanent address; -1 in the highlights
	Heading    string // id of the heading it stands in, which is the address there
}

// Text is what is needed to show an article's words. A site keeps it as a record
// (AppendPage), which is read when its page is rendered.
type Text struct {
	Article    *Article
	Src        []byte // the source that offsets lead back to
	Meta       Meta   // whole
	Tree       *markdown.Tree
	Analysis   *prose.Analysis
	Base       int              // offset in the running text where the body begins, after the highlights
	FirstBlock int              // index of the body's first block
	Mentions   []entity.Mention // those that are published
	Refs       []uint16         // of each mention, the index of its entity in Article.Refs
	Times      []timeline.Expression
	Events     []timeline.Event // in order of time
	Held       []entity.Mention // those that are less sure than what is published unreviewed
	Unsure     []entity.Unsure
	Weighed    []entity.Weighed // who else may be meant, when Env.Explain asked
	Unlinked   []entity.Mention // names that are nobody's
	Decided    []Decided        // on the article, in the order of the notes file
	Found      []*entity.Entity // in no register; of all mentions, published or not
	About      *About           // what is told of its import; nil when nothing is
	Diags      diag.List        // of parsing

	lang      string // the article's, else the site's
	illegible bool   // the header has errors, so that what it says is not known
}
