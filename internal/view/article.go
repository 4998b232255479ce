package view

import "html/template"

// Article is an article's page.
type Article struct {
	Page                           // what every page has
	Content         template.HTML  // the text, with entities linked and times marked
	Highlights      []Highlight    // the summary at the top; may be empty
	Summary         string         // first sentences, plain text
	Date            Day            // of publication; its fields are empty when there is none
	DateNote        string         // how the date is known, when it is not stated in the source; may be empty
	Lastmod         Day            // last change; may be empty
	Authors         []string       // names
	Tags            []Link         // leading to each tag's page
	Place           string         // where it was written; may be empty
	Params          map[string]any // header keys that Dateline does not know
	WordCount       int            // words of the text
	ReadingTime     int            // minutes, at 220 words a minute, at least 1
	ReadingWords    string         // the same in words: "4 min read"
	TableOfContents template.HTML  // nested list of its headings; empty when there are fewer than three
	Timeline        *Timeline      // nil when it has no events, or its author turned it off
	Workings        []Working      // how the relative dates in the text were found; buttons in Content open them
	Who             *Who           // nil when nobody is named
	Source          *Source        // nil when none is stated
	About           *About         // how it was imported; nil when nothing is known of it, or the site does not tell
	Cite            string         // how to cite it, plain text
	Citations       []Citation     // the same for programs that manage references; may be empty
	Related         []Related      // articles that share entities with it
	Prev            *Link          // the older article; nil at the end
	Next            *Link          // the newer article; nil at the end
	Image           string         // address of its picture, unless the text shows it; may be empty
	ImageWidth      int            // in pixels; 0 when it is not known
	ImageHeight     int            // in pixels; 0 when it is not known
	ImageAlt        string         // what it shows; empty: it is decoration
	Picture         template.HTML  // finished <img> of it, with smaller copies to choose from; empty without
}

// Highlight is one entry of the summary.
type Highlight struct {
	Content template.HTML // with entities linked
}

// Timeline is the sidebar of an article.
type Timeline struct {
	Entries []Entry // in order of time, those most worth showing
	More    []Entry // the others, in order of time
	MoreN   string  // "7 more" in words; empty when there are none
	Count   string  // "14 events" in words
}

// Entry is one event.
type Entry struct {
	T          *Words // interface words
	Published  bool   // it is the publication itself, not an event of the text
	URL        string // of its sentence; may be empty
	Key        string // id of its sentence on the same page; empty when it stands elsewhere
	When       Day    // as precisely as it is known and no more
	Label      string // what happened, plain text
	Status     string // past, reported, planned or deadline
	StatusWord string // the same in the page's language; empty for past
	Certainty  string // the author's word for how sure it is; may be empty
	Working    string // how the date was found: "‘last week’, counted from 9 September 2013"; empty for the author's own
	Also       []Link // other sentences that tell of it

	Figures []Figures // on which the sources disagree, side by side
}

// Figures is what the sources say of one number of an event.
type Figures struct {
	Says []Saying // each figure once
}

// Saying is one figure and who gives it.
type Saying struct {
	Figure string // "1,429 killed" for the first, "at least 355" for the others
	By     string // who gives it, "Doctors Without Borders", or the title of the article; may be empty
	URL    string // the article; empty where it is the page itself
}

// Working is how a date in the text was found.
type Working struct {
	ID   string // of its element, a popover
	When string // the date: "week of 2 September 2013"
	How  string // "‘last week’, counted from 9 September 2013"
}

// Who is the people, places and organisations of an article.
type Who struct {
	Groups []Group // people first
	Count  string  // "17 names" in words
}

// Group is the entities of one kind.
type Group struct {
	Name  string          // "People"
	Kind  string          // "person"
	Cards []template.HTML // from _partials/card.html, most often named first
}

// Card is what _partials/card.html says of an entity in an article. Most of it
// is the same in every article, so that it is rendered once and shared.
type Card struct {
	T           *Words // interface words
	ID          string // of the entity, "john-kerry"
	Kind        string // "person"
	KindWord    string // the same in the page's language
	Name        string // "John Kerry"
	URL         string // of its page
	Description string // one line; may be empty
	Life        string // "1943–", "founded 1997"; may be empty
	Unreviewed  bool   // it was found in the text and nobody has looked at it yet
	Then        string // office at the time of the article; may be empty
	Count       string // mentions in the article: "4"
	Here        string // the same in words: "4 mentions here"
	Everywhere  string // "12 articles"
}

// Source is where an article was first published.
type Source struct {
	Name      string // of the publication
	URL       string // full address; may be empty
	Retrieved string // when it was read
	SHA256    string // of what was read, hexadecimal
	Rights    string // who holds them, or the licence
}

// About is what became of the file that an article was imported from.
type About struct {
	File   string    // name of the file
	Item   string    // what a file of many articles calls it; may be empty
	Kind   string    // "plain text"; may be empty
	SHA256 string    // of the file, hexadecimal; may be empty
	Short  string    // its first digits
	Title  Basis     // how the title is known
	Date   Basis     // how the date is known
	State  string    // whether the article was edited since, in words
	Edited bool      // it was
	Left   string    // how much was left out: "6 of 34 lines"
	Lines  []LeftOut // the first of it; may be empty
	More   string    // "and 12 more lines"; empty when all are shown
}

// Basis is how a value of the header is known.
type Basis struct {
	Words    string // "from a line of the text"; empty when it is not known
	Evidence string // the place in the file, or what stands there; may be empty
}

// LeftOut is a line that an import left out.
type LeftOut struct {
	N      int    // number of the line, or of the block of a web page
	Text   string // word for word, unless it is very long
	Label  string // what kind of line it is; empty in English, where the reason says it
	Reason string // in English
}

// Citation is how to cite an article, in a form for other programs.
type Citation struct {
	Name string // of the form: "BibTeX"
	Text string // lines of their own
}

// Related is another article and what it shares with this one.
type Related struct {
	Row    template.HTML // from _partials/row.html
	Shares []Link        // the entities that both name
}

// Row is an article in a list. It is the same on every page, but for the
// address, so that it is rendered once and shared.
type Row struct {
	T       *Words // interface words
	URL     string // of the article
	Title   string // plain text
	Lang    string // of the article, when it is not the site's
	Date    Day    // of publication
	Summary string // description, or the first sentences
	Authors string // names, joined
	Source  string // publication it was first published in; may be empty
}
