// Package view owns what templates see: one struct for each kind of page, with
// finished values and a comment on every field. It computes nothing and knows
// neither the site nor how the values came about. A view is made for one page,
// read once and dropped; the parts that pages share do not change.
//
// Where a value means what it means in Hugo, it has Hugo's name. Strings are
// plain text and are escaped by the template; what is of type template.HTML is
// finished and safe. Addresses are relative to the page they stand on, so that a
// site works under any base path, except on the 404 page, which is served at
// any depth.
package view

import "html/template"

// Site is what every page knows of the whole.
type Site struct {
	Title       string            // the site's title
	Description string            // one sentence about it; may be empty
	Language    string            // BCP 47, "en"
	Author      string            // who is responsible; may be empty
	Copyright   string            // line for the footer; may be empty
	BaseURL     string            // address of the home page with host; empty when none is set
	Params      map[string]any    // settings that Dateline does not know
	Assets      map[string]string // from the name of a static file ("css/main.css") to its path below Page.Root
}

// Link is words that lead somewhere.
type Link struct {
	Name    string // the words
	URL     string // relative address; empty when it leads nowhere
	Current bool   // it is the page itself, or the section that holds it
}

// Day is a date, ready to be shown.
type Day struct {
	Words   string        // in the page's language, as precise as it is known: "9 September 2013", "c. 2003"
	Machine string        // for the datetime attribute of <time>; empty when HTML has no form for it
	EDTF    string        // ISO 8601-2; empty for no date at all
	HTML    template.HTML // finished: the words in a <time>, or in a <span> where there is no machine form
}

// Page is what every kind of page has.
type Page struct {
	Site        *Site         // the whole
	T           *Words        // interface words in the page's language
	Kind        string        // home, article, entity, list, index, timeline, page, search, 404 or redirect
	Lang        string        // BCP 47, of the page
	Dir         string        // ltr or rtl
	Title       string        // plain text
	Description string        // one or two sentences; may be empty
	Permalink   string        // full address, with host; empty when the site has no base URL
	Root        string        // relative address of the home page, ending in a slash: "../../"
	Head        template.HTML // finished <title>, metadata and links of the <head>
	JSONLD      template.HTML // finished <script type="application/ld+json">, or empty
	Menu        []Link        // the site's menu
	Breadcrumbs []Link        // from the home page to this one; empty on the home page
	HasCode     bool          // highlighted code stands on it: it needs css/code.css
	Feed        string        // address of the Atom feed of the site; empty without
	Search      string        // address of the search page; empty without
}

// Pager says where a page stands in a list that is split over several.
type Pager struct {
	Words string // "Page 2 of 7"; empty when the list is on one page
	Prev  string // address of the page before; empty on the first
	Next  string // address of the page after; empty on the last
}

// Count is words that lead somewhere, and how often something is there.
type Count struct {
	Name  string // the words
	URL   string // relative address
	Kind  string // kind of entity: person, place …; empty for what is no entity
	N     int    // how often
	Words string // the same in words: "12 articles"
}

// Bar is one bar of a strip of years.
type Bar struct {
	Name    string  // "1866: 14 events", for the title
	URL     string  // relative address; empty for a year without a page
	Current bool    // it is the year of the page
	X       float64 // left edge, in the units of the strip
	Y       float64 // upper edge
	Width   float64 // in the units of the strip
	Height  float64 // in the units of the strip
}

// Tick is a mark on an axis.
type Tick struct {
	X    float64 // in the units of the drawing
	Name string  // "1860"
}

// Strip is a bar chart of years, ready to be drawn.
type Strip struct {
	Width  float64 // of the drawing
	Height float64 // of the drawing
	Base   float64 // y of the line on which the bars stand
	Label  string  // what is shown, in words
	About  string  // what can be seen in it, for those who do not see it
	Bars   []Bar   // by year, or by decade where there are very many; years without events have none
	Ticks  []Tick  // years written below
}
