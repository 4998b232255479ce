package view

// Search is the search page. What it finds is shown by its script, from the
// files beside it; without script it leads to the lists.
type Search struct {
	Page              // what every page has
	Texts SearchTexts // what stands on it, and what its script says
}

// SearchTexts are the words of the search page. In One and Many, # stands for a number.
type SearchTexts struct {
	Ask          string // in the empty field
	Help         string // how to ask
	NoScript     string // where to look without script
	None         string // nothing was found
	Everywhere   string // nearly every page has what was asked
	One          string // one page was found
	Many         string // several were found
	Waiting      string // the index is being read
	Failed       string // the index could not be read
	More         string // button: show further results
	Filter       string // name of the filters by kind
	All          string // filter: every kind of page
	Articles     string // filter
	Others       string // filter: entities of rarer kinds
	Pages        string // filter: plain pages
	Year         string // before the choice of a year
	AnyYear      string // choice of a year: any
	Article      string // kind of a result; empty says nothing
	Person       string // kind of a result
	Place        string // kind of a result
	Organisation string // kind of a result
	Page         string // kind of a result
}
