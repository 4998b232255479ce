// Package search owns the searching of a site without a server: which words a
// page can be found by, how much each says of it, and the small static files
// that a browser reads to answer a query. It knows neither articles nor sites:
// it is given documents. A Bag is filled and emptied again; an Index does not
// change once made.
//
// Ranking is BM25 over weighted fields (Robertson, Zaragoza and Taylor, "Simple
// BM25 extension to multiple weighted fields", 2004). What a word says of a
// document is computed here and kept in four bits, the rarity of the word by the
// browser, from how many documents have it. Lists are ordered by that impact, as
// Anh, de Kretser and Moffat describe ("Vector-space ranking with effective early
// termination", 2001), so that the first few hundred bytes of a list give its
// best documents.
package search

// Kind is what a document is.
type Kind uint8

// The kinds of document, in the order in which the filters show them.
const (
	Article Kind = iota
	Person
	Place
	Organisation
	Other // an event, work, group or thing
	Page  // a plain page
	kinds
)

// Document is a page that can be found.
type Document struct {
	Kind  Kind
	URL   string // from the root of the site, without the slash at its head
	Title string
	When  string // its date in words; may be empty
	Year  int    // of its date; 0 when it has none
	About string // a line of what it is, or its first sentences; plain text
	Names []int  // documents of the entities that it names, most often named first
}

// The words of what a document is count more than the words in it.
const (
	WeighTitle   = 8
	WeighName    = 4 // another name of the entity, or of an entity that it names
	WeighHeading = 3
	WeighAbout   = 2
	WeighBody    = 1
)
