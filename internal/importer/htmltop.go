package importer

import (
	"slices"
	"strings"
)

// header labels the title and what stands around it: a kicker above, dates, names of
// authors and photographers. It reaches to the second paragraph of prose, since the
// first may be a standfirst; below that one, only what the header has already is taken.
func (r *htmlReader) header() {
	titled := r.titleBlock()
	prose := 0
	for i := range r.blocks {
		b, u := &r.blocks[i], &r.units[i]
		switch {
		case !r.line(i):
		case b.shape == heading:
			if i == titled {
				r.set(i, Title, "same words as the title")
			}
		case r.above[b.at] && u.words <= kickerWords && u.end != finished:
			r.set(i, Boiler, "kicker above the title")
		case r.dateline(u, prose):
			r.set(i, Date, "date line")
		case prose == 0 && r.byline(b.text, u.words), prose == 1 && r.p.namesAuthors(b.text):
			r.set(i, Byline, "byline")
		case prose <= 1 && u.words <= 10 && creditsPictures(b.text) && (i == 0 || r.blocks[i-1].shape != figure && !onlyPictures(r.blocks[i-1].md)):
			r.set(i, Byline, "who took the pictures")
		}
		if !r.known(i) && u.prose() {
			prose++
		}
	}
}

// kickerWords is how many words a line above the title has at most that says where
// in its paper an article stands.
const kickerWords = 4

// titleBlock returns the number of the heading that is the title, with no prose above
// it; -1 without one.
func (r *htmlReader) titleBlock() int {
	title := foldTitle(r.p.title)
	for i := range r.blocks {
		switch b := &r.blocks[i]; {
		case title == "", !r.known(i) && r.units[i].prose() && b.shape != heading:
			return -1
		case r.line(i) && b.shape == heading && foldTitle(b.text) == title:
			return i
		}
	}
	return -1
}

// dateline reports whether a line gives the date of publication or of a change;
// prose is how many paragraphs stand above it.
func (r *htmlReader) dateline(u *unit, prose int) bool {
	shown := &shownLine{leaf: leaf{text: u.text}}
	if isDateline(u) {
		return prose == 0 || saysPublished(shown) || saysChanged(shown) || prose == 1 && r.p.sameDay(u.text)
	}
	return u.words <= 6 && saysChanged(shown) && strings.ContainsAny(u.text, asciiDigits)
}

// sameDay reports whether the date in s is the one that the header has.
func (p *page) sameDay(s string) bool {
	c, _, _, ok := findDate(s)
	return ok && strings.HasPrefix(p.date, c.String())
}

// byline reports whether a short line names the page's authors.
func (r *htmlReader) byline(s string, words int) bool {
	if words > 16 {
		return false
	}
	names, marked := splitByline(s)
	if marked && len(names) > 0 {
		if len(r.p.authors) == 0 {
			r.p.authors = names
		}
		return true
	}
	for _, a := range r.p.authors {
		if strings.EqualFold(s, a) || words <= 6 && strings.Contains(s, a) {
			return true
		}
	}
	return false
}

// namesAuthors reports whether s is a byline of nobody but the authors in the header.
func (p *page) namesAuthors(s string) bool {
	names, _ := splitByline(s)
	return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(p.authors, n) })
}

// creditsPictures reports whether a line says who took or drew all the pictures of an
// article.
func creditsPictures(s string) bool {
	low := strings.ToLower(s)
	return slices.ContainsFunc(pictureCredits, func(p string) bool { return strings.HasPrefix(low, p) })
}

var pictureCredits = []string{
	"photographs by ", "photographed by ", "photography by ", "photos by ", "pictures by ", "illustrations by ", "illustrated by ", "photographs: ", "photos: ", "illustrations: ",
	"fotos: ", "fotos von ", "bilder: ", "bilder von ", "illustrationen: ", "photos : ", "photos de ", "photographies de ", "fotos de ", "fotografías de ", "ilustraciones de ",
}
