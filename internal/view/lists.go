package view

import "html/template"

// Home is the home page.
type Home struct {
	Page                          // what every page has
	Content       template.HTML   // the text of content/index.md; may be empty
	Latest        []template.HTML // newest articles, from _partials/row.html
	All           string          // address of the list of all articles
	Total         string          // "214 articles" in words
	People        []Count         // those most present
	Places        []Count         // those most present
	Organisations []Count         // those most present
	Years         *Strip          // events by year; nil when there are none
	Timeline      string          // address of the site's timeline; empty without
}

// List is a list of articles, or of all tags.
type List struct {
	Page                    // what every page has
	Content template.HTML   // words before the list; may be empty
	Total   string          // "214 articles" in words
	Rows    []template.HTML // articles of this page of the list, from _partials/row.html
	Tags    []Count         // all tags, when it is the list of them
	Pager   Pager           // where this page of the list stands
}

// Index is the list of all entities of one kind.
type Index struct {
	Page             // what every page has
	Total   string   // "318 people" in words
	Letters []Letter // in order
	Pager   Pager    // where this page of the list stands
}

// Letter is the entities whose names are filed under one letter.
type Letter struct {
	Name    string       // "K"
	ID      string       // for the address: "letter-k"
	Entries []IndexEntry // in order
}

// IndexEntry is an entity in an index.
type IndexEntry struct {
	Count              // its name and how many articles name it
	Filed       string // the name as it is filed: "Kerry, John"
	Description string // one line; may be empty
	Unreviewed  bool   // found in the text only
}

// TimelinePage is the site's timeline, or a period of it: a year, a month, a day
// that is told on pages of its own. It has Decades or Periods when it leads to
// shorter periods, and Months when it tells the events.
type TimelinePage struct {
	Page                  // what every page has
	Total   string        // "1,204 events" in words
	Strip   *Strip        // events by year; nil for a single year
	Decades []Decade      // the years with events
	Periods []YearSummary // the months of a year with very many events, the days of such a month, or centuries
	Months  []Month       // the events
	Jump    []Link        // to the months or decades further down; empty where they are few
	Filter  *Filter       // what the events can be narrowed to; nil where there is little to choose from
	Exports []Link        // the timeline in forms for other programs; only on the page of the whole
	Up      *Link         // the period that this one is part of; nil on the whole timeline
	Prev    *Link         // the period with events before; nil at the end
	Next    *Link         // the period with events after; nil at the end
}

// Decade is ten years of the overview.
type Decade struct {
	Name  string        // "1860–1869"
	ID    string        // for the address: "decade-1860"
	Years []YearSummary // those with events
}

// YearSummary is a period on the page of a longer one.
type YearSummary struct {
	Count         // its name and how many events it has
	Events []Told // the few most worth showing; empty where there are very many periods
}

// Month is the events of one month, or those known only to the year.
type Month struct {
	Name string      // "September"; "In the course of the year" for what is less precise
	ID   string      // for the address: "month-9"
	Only bool        // the page is of this month alone, and has its name already
	Days []DayEvents // in order; what is known less exactly has its own
}

// DayEvents is the events of one date.
type DayEvents struct {
	When   Day    // the date
	ID     string // for the address: "day-9-21"; empty for what is no single day
	Events []Told // in order
}

// Told is an event with the articles that tell of it.
type Told struct {
	Entry          // the event
	Article Link   // the article; its address is that of the sentence
	Others  []Link // a few more articles that tell of it
	More    string // "and 3 more articles", beyond Others; may be empty
	Who     string // numbers of its entities among the choices of the page's Filter: "1 4"
}

// Filter is what the events of a page can be narrowed to. It works with script
// only, and is hidden without.
type Filter struct {
	Groups   []ChoiceGroup // entities by kind; may be empty
	Statuses []Choice      // what events are: reported, planned …; empty where all are the same
	Shown    string        // "% of %": how many events are left
}

// ChoiceGroup is the choices of one kind.
type ChoiceGroup struct {
	Name    string   // "People"
	Choices []Choice // most frequent first
}

// Choice is one of the choices of a Filter.
type Choice struct {
	Value string // for the address: "john-kerry", "planned"
	N     int    // its number in Told.Who; 0 for a status
	Name  string // "John Kerry (12)"
}

// Plain is a page that is no article: documentation, about.
type Plain struct {
	Page                           // what every page has
	Content         template.HTML  // the text
	TableOfContents template.HTML  // nested list of its headings; empty when there are fewer than three
	Params          map[string]any // header keys that Dateline does not know
	Nav             []Link         // the pages of its section, for the side; may be empty
	NavTitle        string         // name of its section
	Prev            *Link          // the page of its section before; nil at the end
	Next            *Link          // the page after; nil at the end
	Lastmod         Day            // last change; may be empty
}

// NotFound is the page that is served for addresses that lead nowhere. Its
// links start at the base path.
type NotFound struct {
	Page                   // what every page has
	Latest []template.HTML // newest articles, from _partials/row.html
}

// Redirect is a page that leads on.
type Redirect struct {
	Page                 // what every page has
	Target string        // relative address
	Moved  template.HTML // finished canonical link and refresh for the <head>
}
