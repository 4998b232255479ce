package view

// Words is the interface in one language.
type Words struct {
	Skip          string // skip link: "Skip to the text"
	Menu          string // name of the main navigation
	Home          string // the home page, in breadcrumbs
	Breadcrumbs   string // name of the breadcrumb navigation
	Theme         string // name of the button that changes between light and dark
	ThemeAuto     string // as the device is set
	ThemeLight    string // always light
	ThemeDark     string // always dark
	Search        string // the search page
	By            string // before the names of authors
	Updated       string // before the date of the last change
	InBrief       string // name of the summary
	Contents      string // name of the table of contents
	Timeline      string // name of the sidebar and of the site's timeline
	Published     string // the entry of the publication itself
	Working       string // asks how a date was found
	AlsoTold      string // before links to other sentences about the same event
	WhoIsHere     string // name of the list of people, places and organisations
	ShowMentions  string // button: highlight the mentions and step through them
	MentionOf     string // name of the bar for stepping
	PrevMention   string // button of that bar
	NextMention   string // button of that bar
	Close         string // button of that bar
	Page          string // link from a card to the page of an entity
	Source        string // name of the section about provenance
	FirstIn       string // before the name of the publication
	Retrieved     string // before the date when it was read
	Cite          string // name of the citation
	CiteFor       string // name of the citations for other programs
	Copy          string // button: copy a citation
	Copied        string // what it says then
	About         string // name of the account of the import
	MadeFrom      string // before the file that was imported
	TitleKnown    string // before how the title is known
	DateKnown     string // before how the date is known
	TextState     string // before whether the text was edited
	LeftOut       string // before how much was left out
	Tags          string // name of the list of tags
	Related       string // name of the list of related articles
	Shares        string // before the entities that two articles share
	Older         string // the older article
	Newer         string // the newer article
	Unreviewed    string // badge of an entity that nobody has looked at
	UnreviewedWhy string // what the badge means
	Namesakes     string // before others that share a name with an entity
	WhoIsMeant    string // above those who share a name
	Facts         string // name of the list of facts
	Quoted        string // name of the list of what an entity said
	SpokenOf      string // name of the list of what others said of an entity
	Offices       string // name of the bars of offices
	AlsoCalled    string // before other names
	Spellings     string // before the spellings in the texts
	Elsewhere     string // before links to the same entity in other places
	Companions    string // name of the list of who appears with it
	Ties          string // what the lines of a graph mean
	Mentions      string // name of the list of mentions
	OnTheMap      string // name of the locator
	Latest        string // newest articles
	AllArticles   string // link to all of them
	People        string // entities that are persons
	Places        string // entities that are places
	Organisations string // entities that are organisations
	MostPresent   string // name of the lists of entities on the home page
	Years         string // name of the strip of years
	Pages         string // name of the navigation between pages of a list
	Previous      string // page or year before
	Next          string // page or year after
	Letters       string // name of the navigation between letters
	Months        string // name of the navigation between months
	Narrow        string // name of the choices that narrow a timeline
	WhoOrWhat     string // choice of an entity
	Anyone        string // its first entry: all of them
	Status        string // choice of what events are
	AnyStatus     string // its first entry: all of them
	ShowAll       string // button that undoes the choices
	NothingShown  string // what is said when the choices leave no event
	AlsoAs        string // before links to the timeline in forms for other programs
	NotFound      string // title of the 404 page
	NotFoundHelp  string // what to do there
	Nearest       string // name of the list of pages whose address is like the one that leads nowhere
	Moved         string // what a redirect page says before the link
	Feed          string // link to the feed
	MadeWith      string // before "Dateline" in the footer
	BackToTop     string // link to the head of the page
	SectionLink   string // name of the quiet link beside a heading
	ParagraphLink string // name of the quiet link beside a paragraph
}
