// Package unpack owns the question of which articles a file holds. It opens
// exports, feeds, tables, office documents, books, mailboxes and web archives, and
// names everything in them: each thing is an article with what its container says
// of it, or it is passed over with the reason. It does not look for the article
// inside a text, which is the importer's question; it writes nothing, opens no
// connection, and reads nothing but the bytes it is given.
//
// A format is a line in the table of formats and a reader in a file of its own.
// Readers meet hostile input: what they hold in memory is bounded, and what is
// broken is a diagnostic with its place, while the rest is read.
package unpack

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/charset"
	"dateline/internal/diag"
)

// MaxSize is the largest container that is read, in bytes.
const MaxSize = 512 << 20

// Entry is one thing that a container holds.
type Entry struct {
	ID    string // what the container calls it, the same in every export: a GUID, an address, a path, the number of a row
	Title string // for people; "" when it has none
	Line  int    // 1-based line of the container where it begins; 0 where lines mean nothing
	Skip  string // why it is no article, as "a comment"; "" when Item is set
	Item  *Item
}

// Item is one article as its container holds it.
type Item struct {
	Name  string // file name it would have: for want of a title, and to tell people
	Kind  string // how Body is read: "html", "markdown" or "text"
	Body  []byte // UTF-8, unless the container keeps whole files as they were
	Whole bool   // Body is the article and nothing else, not a page around it
	Meta
	Files []File // what lies beside the article: its pictures
}

// Meta is what the container says of an article. It is believed before what stands
// in the article's own text. Empty fields say nothing.
type Meta struct {
	Title       string
	Date        string // of publication, EDTF, in the article's own zone
	Lastmod     string // EDTF
	Retrieved   string // when it was saved or fetched, EDTF: it was published then or before
	Authors     []string
	Description string
	Highlights  []string
	Tags        []string // categories too
	Lang        string   // BCP 47
	URL         string   // where the article stood
	Site        string   // name of where it stood
	Rights      string
	Image       string // lead picture: an address, or the name of one of Files
	Slug        string // the old file name, without ending
	Draft       bool
	Redirects   []string // old addresses on the same site, each beginning with "/"
}

// File is a file beside an article. Its name is a local slash path, as the body's
// links write it.
type File struct {
	Name string
	Data []byte
}

// Columns names the columns of a table that hold the parts of an article; what is
// empty is found by its usual names.
type Columns struct {
	ID, Text, Title, Highlights, Date, Authors, URL, Tags string
}

// Options are what the author says of the container.
type Options struct {
	Columns Columns
}

// format is a kind of container.
type format struct {
	name string // in the words of --from
	what string // for people
	// is reports whether src, called name, is of this format. It looks at the
	// beginning of src only, or at a directory at its end.
	is func(name string, src []byte) bool
	// read yields what src holds, until yield returns false. Diagnostics name the
	// file by name.
	read func(name string, src []byte, opt Options, yield func(Entry) bool) diag.List
}

// formats is in the order in which they are tried.
var formats = []format{
	{"docx", "Word document", isWord, readWord},
	{"odt", "OpenDocument text", isOpenText, readOpenText},
	{"epub", "book in EPUB", isBook, readBook},
	{"wxr", "export of WordPress", isWXR, readWXR},
	{"blogger", "export of Blogger", isBlogger, readAtom},
	{"rss", "feed in RSS", isRSS, readRSS},
	{"atom", "feed in Atom", isAtom, readAtom},
	{"dotclear", "export of Dotclear", isDotclear, readDotclear},
	{"substack", "archive of Substack", isSubstack, readSubstack},
	{"medium", "archive of Medium", isMedium, readMedium},
	{"medium-post", "page of an archive of Medium", isMediumPost, readMediumPost},
	{"jsonfeed", "JSON Feed", isJSONFeed, readJSONFeed},
	{"ghost", "export of Ghost", isGhost, readGhost},
	{"jsonl", "corpus of JSON lines", isJSONLines, readJSONLines},
	{"json", "corpus in JSON", isJSONRows, readJSONRows},
	{"csv", "table in CSV or TSV", isTable, readTable},
	{"mbox", "mailbox", isMailbox, readMailbox},
	{"eml", "message", isMail, readMail},
	{"warc", "web archive", isWebArchive, readWebArchive},
	{"tei", "text in TEI", isTEI, readTEI},
}

// Kind returns the name of the format that src is in, or "" when it is no container
// but a single text. from is the author's word for it; "" decides by name and
// content.
func Kind(name string, src []byte, from string) string {
	for i := range formats {
		f := &formats[i]
		if from == f.name || from == "" && f.is(name, src) {
			return f.name
		}
	}
	return ""
}

// Kinds returns the names of all formats.
func Kinds() []string {
	names := make([]string, len(formats))
	for i := range formats {
		names[i] = formats[i].name
	}
	return names
}

// Read yields everything that src holds, in the order of the container, until yield
// returns false. kind is one that Kind returned.
func Read(kind, name string, src []byte, opt Options, yield func(Entry) bool) diag.List {
	if len(src) > MaxSize {
		return diag.List{diag.New(diag.Error, "import-too-large", name,
			"the file has %d bytes, more than the %d that are read", len(src), MaxSize).
			WithHint("split it, or export a part at a time")}
	}
	for i := range formats {
		if formats[i].name == kind {
			return readNamed(&formats[i], name, src, opt, yield)
		}
	}
	return diag.List{diag.New(diag.Error, "import-unknown-kind", name, "unknown kind of input %q", kind).
		WithHint("use one of %s", strings.Join(Kinds(), ", "))}
}

// readNamed reads a container and sees to it that each entry has an ID of its own,
// and that all text is clean, whatever was escaped in the container.
func readNamed(f *format, name string, src []byte, opt Options, yield func(Entry) bool) diag.List {
	count := 0
	times := map[string]int{} // an ID was given
	diags := f.read(name, src, opt, func(e Entry) bool {
		count++
		e.ID, e.Title = oneLine(charset.Clean(e.ID)), oneLine(charset.Clean(e.Title))
		if e.ID == "" {
			e.ID = "number " + strconv.Itoa(count)
		}
		for id := e.ID; times[e.ID] > 0; {
			times[id]++
			e.ID = id + " (" + strconv.Itoa(times[id]) + ")"
		}
		times[e.ID]++
		if e.Item != nil {
			e.Item.clean()
		}
		return yield(e)
	})
	slices.SortStableFunc(diags, func(a, b diag.Diagnostic) int { return cmp.Compare(a.Line, b.Line) })
	if count == 0 && !diags.HasErrors() {
		diags = append(diags, diag.New(diag.Warning, "import-empty", name, "the %s holds nothing", f.what))
	}
	return diags
}

// clean makes the words of what is said of an article clean text.
func (m *Meta) clean() {
	for _, s := range []*string{
		&m.Title, &m.Date, &m.Lastmod, &m.Description, &m.Lang, &m.URL, &m.Site, &m.Rights, &m.Image, &m.Slug,
	} {
		*s = oneLine(charset.Clean(*s))
	}
	for _, l := range []*[]string{&m.Authors, &m.Highlights, &m.Tags, &m.Redirects} {
		for i, s := range *l {
			(*l)[i] = charset.Clean(s)
		}
		*l = distinct(*l)
	}
}
