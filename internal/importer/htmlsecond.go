package importer

import (
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// secondOpinion returns the leaves of what the readability algorithm (Mozilla's,
// as ported by go-readability) takes for the article, folded; nil when it has no
// answer. page is the same text, parsed: the algorithm changes what it reads. It is
// asked of pages of ordinary size and depth only, since its time is not linear.
func secondOpinion(page *html.Node, text string) (said map[string]bool) {
	if len(text) > 2<<20 || effort(page, 0, 0) > maxEffort {
		return nil
	}
	// The library is not ours: should it fail on a page, the page is read without it.
	defer func() {
		if recover() != nil {
			said = nil
		}
	}()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil
	}
	a, err := readability.FromDocument(doc, nil)
	if err != nil || a.Node == nil {
		return nil
	}
	said = map[string]bool{}
	for _, l := range leaves(a.Node, nil) {
		said[foldTitle(l.text)] = true
	}
	return said
}

// maxEffort is the largest sum of the depths of all elements with which the second
// opinion is asked: some 10,000 elements, 25 deep.
const maxEffort = 250_000

// effort returns sum and the depths of the elements below n, counted up to a little
// beyond maxEffort.
func effort(n *html.Node, depth, sum int) int {
	for c := n.FirstChild; c != nil && sum <= maxEffort; c = c.NextSibling {
		if c.Type == html.ElementNode {
			sum = effort(c, depth+1, sum+depth+1)
		}
	}
	return sum
}
