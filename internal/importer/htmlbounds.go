package importer

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Bounds of a web page, which is a tree of nodes in memory: an element takes about a
// kilobyte while a page is read. A long book has a tenth of the elements.
const (
	maxElements = 150_000
	maxReopened = 1_000_000
	maxNested   = 4_000_000 // sum of how many boxes and lists each element stands in: 26, for the most elements
	parserDepth = 512       // the parser refuses what is deeper
)

// errNested says that a page would take too long to parse, for its nesting.
var errNested = errors.New("too many elements stand in too many boxes or lists")

// boundHTML returns an error for a page whose tree would be too large. It reads the
// tags alone, and builds nothing.
//
// Elements such as <b> that are not ended go on in the next paragraph, which the parser
// does by making each of them again there (HTML, "reconstruct the active formatting
// elements"; three at most that are the same). So some hundred that are open multiply
// all that follows. And for many an element the parser looks through all boxes and lists
// around it.
func boundHTML(text string) error {
	elements, reopened, count := 0, 0, 0
	nested, depth := 0, 0
	open := map[string][]string{} // name -> tags that are open, as written
	same := map[string]int{}      // tag -> how many are open
	drawings := 0                 // svg and math elements that are open: no element in them holds raw text
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			if elements++; elements > maxElements {
				return fmt.Errorf("it has more than %d elements", maxElements)
			}
			if reopened += count; reopened > maxReopened {
				return errors.New("elements such as <b> or <font> are begun over and over, and not ended")
			}
			if nested += min(depth, parserDepth); nested > maxNested {
				return errNested
			}
			raw := z.Raw()
			name, _ := z.TagName() // makes raw's letters small
			if isBox(name) {
				depth++
			}
			switch {
			case isDrawing(name):
				drawings++
			case goesOn(name) && same[string(raw)] < 3:
				tag := string(raw)
				open[string(name)] = append(open[string(name)], tag)
				same[tag]++
				count++
			}
			if drawings > 0 {
				z.NextIsNotRawText()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if isDrawing(name) && drawings > 0 {
				drawings--
			}
			if isBox(name) {
				depth = max(0, depth-1)
			}
			if !goesOn(name) {
				continue
			}
			if tags := open[string(name)]; len(tags) > 0 {
				last := len(tags) - 1
				same[tags[last]]--
				open[string(name)] = tags[:last]
				count--
			}
		}
	}
}

func isDrawing(name []byte) bool { return string(name) == "svg" || string(name) == "math" }

// isBox reports whether an element of the name holds others, and has an end.
func isBox(name []byte) bool {
	switch string(name) {
	case "div", "ul", "ol", "dl", "section", "article", "blockquote":
		return true
	}
	return false
}

// goesOn reports whether an element of the name goes on in the next paragraph when it is
// not ended: HTML's formatting elements.
func goesOn(name []byte) bool {
	switch string(name) {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}
