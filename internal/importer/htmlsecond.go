package importer

import (
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// secondOpinion returns the leaves of what the readability algorithm (Mozilla's,
// as ported by go-readability) takes for the article, folded; nil when it has no
// answer. It is asked of pages of ordinary size only, since its time is not linear.
func secondOpinion(text string) (said map[string]bool) {
	if len(text) > 2<<20 || strings.Count(text, "<") > 60_000 {
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
