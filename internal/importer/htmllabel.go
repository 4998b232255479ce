package importer

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlReader labels the blocks of a page's article, in passes: what the header has
// already, what is furniture by its words, captions, links to other articles, repeated
// words, and what stands at the end. What no pass knows stays in the article.
type htmlReader struct {
	p      *page
	blocks []htmlBlock
	units  []unit              // of the blocks' words
	whole  bool                // nothing is judged
	base   *url.URL            // address of the page, if it says it
	above  map[*html.Node]bool // the elements above the title
}

// label runs the passes, and hands what stays to the page.
func (r *htmlReader) label() {
	if !r.whole {
		r.units = make([]unit, len(r.blocks))
		for i := range r.blocks {
			b := &r.blocks[i]
			u := unit{text: b.text, words: countWords(b.text), end: endingOf(b.text)}
			u.furniture, u.reason = furnitureOf(b.text, u.words, u.end == finished)
			r.units[i] = u
		}
		r.header()
		r.captions()
		r.phrases()
		r.links()
		r.repeated()
		r.controls()
		r.end()
		r.sections()
		r.notes()
	}
	r.keep()
}

// set labels the block at i, unless an earlier pass knew it.
func (r *htmlReader) set(i int, l Label, reason string) {
	if b := &r.blocks[i]; !r.known(i) {
		b.label, b.reason = l, reason
	}
}

// known reports whether a pass has labelled the block at i.
func (r *htmlReader) known(i int) bool {
	if r.blocks[i].note != "" { // it belongs to its mark
		return true
	}
	switch r.blocks[i].label {
	case Body, Subhead, Quote:
		return false
	}
	return true
}

// line reports whether the block at i is a paragraph or a heading: only those are
// judged by their words.
func (r *htmlReader) line(i int) bool {
	b := &r.blocks[i]
	return !r.known(i) && (b.shape == paragraph && b.list == 0 || b.shape == heading)
}

// captions labels paragraphs that belong to a picture: their element says so, or
// they name who took it. They become figures, with the picture right above them. Where
// most paragraphs stand in such elements, these name something else.
func (r *htmlReader) captions() {
	named, paragraphs := map[int]bool{}, 0
	for i := range r.blocks {
		if b, u := &r.blocks[i], &r.units[i]; r.line(i) && b.shape == paragraph && u.words > 0 {
			paragraphs++
			if u.words <= maxCaption && captionLike(b.at) && !mostlyLink(b.md) {
				named[i] = true
			}
		}
	}
	if len(named)*2 > paragraphs {
		clear(named)
	}
	for i := range r.blocks {
		b, u := &r.blocks[i], &r.units[i]
		if !r.line(i) || b.shape != paragraph || u.words == 0 || u.words > maxCaption {
			continue
		}
		above := i > 0 && r.blocks[i-1].shape == paragraph && onlyPictures(r.blocks[i-1].md) && r.blocks[i-1].text == ""
		switch {
		case named[i]:
			b.reason = "its element is a caption"
		case photoCredit(b.text) && (above || u.words <= 10):
			b.reason = "credit of a picture"
		default:
			continue
		}
		b.label, b.shape = Caption, figure
		if above {
			b.md = r.blocks[i-1].md + "\n\n" + b.md
			r.blocks[i-1].md = "" // it is in the figure
		}
	}
}

// maxCaption is how many words a caption has at most.
const maxCaption = 60

// phrases labels lines that are furniture by their words, and the links below a
// heading of furniture.
func (r *htmlReader) phrases() {
	below, prose := notFurniture, false
	for i := range r.blocks {
		b, u := &r.blocks[i], &r.units[i]
		switch {
		case r.line(i) && u.furniture != notFurniture:
			r.set(i, Boiler, u.reason)
			below = u.furniture
		case r.line(i) && r.ownAddress(b.text):
			r.set(i, Boiler, "the page's own address")
		case r.line(i) && appeal(u) != "":
			r.set(i, Boiler, appeal(u))
		case below == opens && b.shape != heading && (b.list != 0 || !u.prose()) && mostlyLink(b.md),
			(below == ends || below == contact) && prose && b.shape != figure && !u.prose():
			r.set(i, Boiler, "below a heading of furniture")
		case u.prose():
			below, prose = notFurniture, true
		}
	}
}

// ownAddress reports whether s is the address of the page.
func (r *htmlReader) ownAddress(s string) bool {
	return r.p.url != "" && strings.TrimSuffix(s, "/") == strings.TrimSuffix(r.p.url, "/")
}

// links drops paragraphs and lists that are links to other pages of the site and
// nothing else, where no heading or lead-in announces them.
func (r *htmlReader) links() {
	for i := range r.blocks {
		b, u := &r.blocks[i], &r.units[i]
		if r.known(i) || b.shape != paragraph && b.list == 0 || u.words < 3 || !mostlyLink(b.md) || !r.withinSite(b.md) {
			continue
		}
		if b.list == 0 {
			r.set(i, Boiler, "a link and nothing else")
		} else if i > 0 && r.units[i-1].prose() {
			r.set(i, Boiler, "a list of links")
		}
	}
}

// withinSite reports whether the first link in md leads to the page's own site. A
// page that does not say where it was is taken to link to its site by paths.
func (r *htmlReader) withinSite(md string) bool {
	_, dest, ok := strings.Cut(md, "](")
	if !ok {
		_, dest, ok = strings.Cut(md, "<http")
		dest = "http" + dest
	}
	if !ok {
		return true
	}
	dest = strings.TrimPrefix(dest, "<")
	if end := strings.IndexAny(dest, ") >"); end >= 0 {
		dest = dest[:end]
	}
	u, err := url.Parse(dest)
	return err != nil || u.Host == "" || r.base != nil && siteOf(u.Host) == siteOf(r.base.Host)
}

// siteOf returns the last two labels of a host's name.
func siteOf(host string) string {
	if i := strings.LastIndexByte(host, '.'); i > 0 {
		return host[strings.LastIndexByte(host[:i], '.')+1:]
	}
	return host
}

// repeated labels paragraphs that say the same as one before in another container,
// as copies for other screens do. What is repeated side by side is the author's.
func (r *htmlReader) repeated() {
	seen := map[string]int{}
	for i := range r.blocks {
		b, u := &r.blocks[i], &r.units[i]
		if r.known(i) || b.shape != paragraph || u.words < 8 {
			continue
		}
		key := strings.ToLower(b.text)
		first, again := seen[key]
		if !again {
			seen[key] = i
		} else if surrounding(r.blocks[first].at) != surrounding(b.at) {
			r.set(i, Duplicate, "same words as block "+strconv.Itoa(first+1))
		}
	}
}

// controls drops short lines that stand in the article three times or more without
// the mark of a sentence: the labels of buttons.
func (r *htmlReader) controls() {
	label := func(i int) bool {
		u := &r.units[i]
		return r.line(i) && r.blocks[i].shape == paragraph && u.words > 0 && u.words <= 4 && u.end != finished && !strings.Contains(r.blocks[i].md, "](")
	}
	count := map[string]int{}
	for i := range r.blocks {
		if label(i) {
			count[r.units[i].text]++
		}
	}
	for i := range r.blocks {
		if label(i) && count[r.units[i].text] >= 3 {
			r.set(i, Boiler, "the same short line again and again")
		}
	}
}

// sections drops headings all of whose section was dropped.
func (r *htmlReader) sections() {
	dropped := false // something was, since the last block that stays
	for i := len(r.blocks) - 1; i >= 0; i-- {
		b := &r.blocks[i]
		switch {
		case b.label == Boiler:
			dropped = dropped || b.shape != heading
		case b.shape == heading && dropped && b.label == Subhead:
			r.set(i, Boiler, "nothing of its section is left")
			dropped = false
		default:
			dropped = false
		}
	}
}

// surrounding returns the block that n and its neighbours stand in.
func surrounding(n *html.Node) *html.Node {
	for n != nil && (n.DataAtom == atom.P || !isBlock(n)) {
		n = n.Parent
	}
	if n != nil {
		n = n.Parent
	}
	return n
}

// mostlyLink reports whether md is a link or a list of links and little else.
func mostlyLink(md string) bool {
	inside, depth, out := 0, 0, 0
	for i := 0; i < len(md); i++ {
		switch c := md[i]; {
		case c == '\\':
			i++
		case c == '[':
			depth++
		case c == ']' && depth > 0:
			depth--
			if i+1 < len(md) && md[i+1] == '(' {
				for i < len(md) && md[i] != ')' {
					i++
				}
			}
		case isLetter(c) || c >= 0x80:
			if depth > 0 {
				inside++
			} else {
				out++
			}
		}
	}
	return inside > 2*out
}

// end drops what stands below the article's last words: headings with nothing below
// them, links, credits of reporters, words about the author.
func (r *htmlReader) end() {
	if !slices.ContainsFunc(r.units, func(u unit) bool { return u.prose() }) {
		return // verses, a list, a picture: nothing says where it ends
	}
	for i := len(r.blocks) - 1; i >= 0; i-- {
		b, u := &r.blocks[i], &r.units[i]
		switch {
		case b.label == Boiler || b.label == Duplicate || b.label == Date || b.md == "" || b.note != "":
		case b.md == "---":
			r.set(i, Boiler, "a rule with nothing below it")
		case b.shape == heading && b.label == Subhead:
			r.set(i, Boiler, "heading with nothing below it")
		case b.shape == paragraph && b.list == 0 && u.words <= 6 && (u.end != finished || strings.HasSuffix(u.text, ":")) && endsWithLetter(u.text) && !strings.ContainsAny(u.text, "@/"):
			r.set(i, Boiler, "a lead-in with nothing below it")
		case mostlyLink(b.md) && r.withinSite(b.md) && b.shape != figure && b.shape != quotation:
			r.set(i, Boiler, "links at the end")
		case b.shape == paragraph && isCredit(u):
			r.set(i, Boiler, "credit of reporters")
		case b.shape == paragraph && u.words <= 80 && r.aboutAuthor(b.text):
			r.set(i, Boiler, "about the author")
		default:
			return
		}
	}
}

// aboutAuthor reports whether s begins with the name of an author of the page.
func (r *htmlReader) aboutAuthor(s string) bool {
	return slices.ContainsFunc(r.p.authors, func(a string) bool { return strings.Contains(a, " ") && strings.HasPrefix(s, a+" ") })
}

// notes drops the footnotes whose marks were dropped.
func (r *htmlReader) notes() {
	marked := map[string]bool{}
	for i := range r.blocks {
		if b := &r.blocks[i]; b.label == Body || b.label == Subhead || b.label == Caption || b.label == Quote {
			for rest := b.md; b.note == ""; {
				_, after, ok := strings.Cut(rest, "[^")
				if !ok {
					break
				}
				label, _, _ := strings.Cut(after, "]")
				marked[label] = true
				rest = after
			}
		}
	}
	for i := range r.blocks {
		if b := &r.blocks[i]; b.note != "" && !marked[b.note] {
			b.label, b.reason = Boiler, "footnote of what was left out"
		}
	}
}

// keep hands the blocks that stay to the page.
func (r *htmlReader) keep() {
	for i := range r.blocks {
		switch b := &r.blocks[i]; b.label {
		case Body, Subhead, Caption, Quote:
			if b.reason == "" {
				b.reason = "in the article"
			}
			if b.md != "" {
				r.p.blocks = append(r.p.blocks, b.block)
			}
		}
	}
}

// endsWithLetter reports whether the last mark of s, but for a colon, is a letter.
func endsWithLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, ": "))
	return unicode.IsLetter(r)
}
