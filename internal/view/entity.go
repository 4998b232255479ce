package view

import "html/template"

// Entity is the page of a person, place, organisation or other entity.
type Entity struct {
	Page                      // what every page has
	EntityKind  string        // person, place, organisation, event, work, group or thing
	KindWord    string        // the same in the page's language
	Unreviewed  bool          // found in the text only; nobody has looked at it yet
	Namesakes   []Count       // others that share a name with it; may be empty
	SharedNames []Link        // pages of its names that others bear too, such as "All called “Quill”"; may be empty
	Content     template.HTML // the text of its own file; may be empty
	Facts       []Fact        // born, founded, part of, coordinates …
	Image       string        // address of its picture; may be empty
	ImageWidth  int           // in pixels; 0 when it is not known
	ImageHeight int           // in pixels; 0 when it is not known
	Picture     template.HTML // finished <img> of it, with smaller copies to choose from; empty without
	Locator     *Locator      // nil for what has no coordinates
	Offices     *Offices      // nil for who held none
	Aliases     []string      // other names
	Spellings   []Count       // how the articles listed on its first page write it, and how often; empty when all write it as the title has it
	SameAs      []Link        // the same entity elsewhere: Wikidata, VIAF …
	Quoted      []Quoted      // sentences in which it certainly speaks; may be empty
	SpokenOf    []Quoted      // sentences in which somebody else certainly speaks of it; may be empty
	Companions  []Count       // who appears with it
	Graph       *Graph        // those most often with it, and who of them appear together; nil when there is little to draw
	Timeline    []Told        // events across all articles, in order of time
	TimelineAll string        // address of more of it; empty when all is shown
	Total       string        // "44 mentions in 12 articles"
	Articles    []InArticle   // newest first
	Pager       Pager         // where this page of its articles stands
	FirstPage   bool          // facts and timeline are only on the first
	EntityFeed  string        // address of its own feed; empty without
}

// Fact is one thing known about an entity.
type Fact struct {
	Name  string // "Born"
	Value string // plain text
	When  Day    // set instead of Value when the fact is a date
	URL   string // leads there; may be empty
}

// InArticle is the mentions of an entity in one article.
type InArticle struct {
	Row      template.HTML // from _partials/row.html, without the summary: the snippets follow
	Count    string        // "4 mentions"
	Snippets []Snippet     // a few of them
}

// Snippet is a mention in its sentence.
type Snippet struct {
	Before string // words before it
	Match  string // the mention
	After  string // words after it
	URL    string // of its paragraph
}

// Quoted is a sentence that quotes an entity, or somebody who speaks of it.
type Quoted struct {
	Snippet        // the sentence
	Article string // title of the article that it stands in
	Date    Day    // of the article
}

// Locator is a map of what surrounds a place, north up.
type Locator struct {
	Width, Height int     // of the drawing
	Land          string  // path of the land, filled by the even-odd rule
	Borders       string  // path of the borders of countries
	Grid          string  // path of parallels and meridians
	X             float64 // of the place, from the left
	Y             float64 // of the place, from the top
	Scale         float64 // length of the scale
	ScaleWords    string  // "500 km"
	Words         string  // "51.51° N, 0.13° W"
}

// Offices is the offices somebody held, as bars over time.
type Offices struct {
	Width float64  // of the drawing of bars
	Ticks []Tick   // years written above
	Rows  []Office // in order of time
}

// Office is an office held for a time.
type Office struct {
	Title string  // "Foreign Secretary"
	Of    Link    // the body or place; may be empty
	When  Day     // the time; empty when it is not known
	X     float64 // left edge of the bar
	W     float64 // width of the bar; 0 draws none
	Open  bool    // it has no known end
}

// Graph is an entity among those who appear with it.
type Graph struct {
	Width  int         // of the drawing
	Height int         // of the drawing
	X      int         // of the entity, from the left
	Y      int         // of the entity, from the top
	Label  string      // what is shown, in words
	About  string      // what can be seen in it, for those who do not see it
	Lines  []GraphLine // below the dots
	Nodes  []GraphNode // those around it
}

// GraphLine is lines of one strength.
type GraphLine struct {
	Own    bool   // they lead to the entity itself
	Weight int    // how strong they are: 1, 2 or 3
	D      string // path
}

// GraphNode is somebody around an entity.
type GraphNode struct {
	Count         // its name and how many articles name both
	Short  string // the name as far as there is room: "Lavrov"
	X      int    // from the left
	Y      int    // from the top
	R      int    // radius of its dot
	TextX  int    // where its name stands
	TextY  int    // its base line
	Anchor string // start, middle or end of the name stands there
}

// Name is the page of a name that several bear.
type Name struct {
	Page             // what every page has
	Total   string   // "4 entries" in words
	Bearers []Bearer // those that most articles name first
}

// Bearer is an entity that shares a name, and what tells it from the others.
type Bearer struct {
	Count                // its name and how many articles name it
	KindWord    string   // its kind in the page's language
	Description string   // one line; may be empty
	Life        string   // "1943–", "founded 1997"; may be empty
	Offices     []Office // the last that it held; may be empty
	Companions  []Link   // who appears with it most often; may be empty
	Unreviewed  bool     // found in the text only
}
