// Package inert owns the proof, for tests, that nothing in a page can do anything that
// the site's own files do not: contract R1 of the hostile cases. Its lists are its own,
// so that they are no echo of the policy that they hold package markdown to. It does not
// know how pages are made.
package inert

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Article returns what in the HTML of an article could do anything: an element that is
// more than text, a handler, an address of an unknown kind. It reads tags as they are
// written, in whatever place a page may have them.
func Article(article []byte) error {
	for z := html.NewTokenizer(bytes.NewReader(article)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if slices.Contains([]string{"script", "link", "meta", "form", "svg", "math", "template"}, tok.Data) {
				return fmt.Errorf("there is a <%s>", tok.Data)
			}
			if err := tag(tok.Data, tok.Attr); err != nil {
				return err
			}
		}
	}
}

// Page returns what in a whole page could do anything, as a browser understands it: it
// may have scripts in files of the site, blocks of data, a form to search, and the
// redirect of a page that has moved. One content security policy allows no more.
func Page(page []byte) error {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return err
	}
	policies := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if err := tag(n.Data, n.Attr); err != nil {
			return err
		}
		attr := func(name string) string {
			for _, a := range n.Attr {
				if a.Key == name {
					return a.Val
				}
			}
			return ""
		}
		switch n.Data {
		case "script":
			src, data := attr("src"), slices.Contains([]string{"application/json", "application/ld+json"}, attr("type"))
			if src == "" && !data || src != "" && n.FirstChild != nil || scheme(src) != "" || strings.HasPrefix(strings.ReplaceAll(src, `\`, "/"), "//") {
				return fmt.Errorf("there is a script that is no file of the site: %v", n.Attr)
			}
		case "link":
			if rel := strings.ToLower(attr("rel")); strings.Contains(rel, "stylesheet") && (scheme(attr("href")) != "" || strings.HasPrefix(attr("href"), "//")) {
				return fmt.Errorf("there is a style sheet from elsewhere: %v", n.Attr)
			}
		case "form":
			if attr("role") != "search" || attr("action") != "" {
				return fmt.Errorf("there is a <form>: %v", n.Attr)
			}
		case "meta":
			switch is := strings.ToLower(attr("http-equiv")); {
			case is == "refresh" && !moved.MatchString(attr("content")):
				return fmt.Errorf("the page leads away: %q", attr("content"))
			case is == "content-security-policy":
				if policies++; strings.Contains(attr("content"), "unsafe") {
					return fmt.Errorf("the content security policy is not strict: %q", attr("content"))
				}
			}
		case "a":
			for up := n.Parent; up != nil; up = up.Parent {
				if up.Data == "a" {
					return fmt.Errorf("a link is in another: %v", n.Attr)
				}
			}
		}
	}
	if policies != 1 {
		return fmt.Errorf("there are %d content security policies", policies)
	}
	return nil
}

var moved = regexp.MustCompile(`^0; ?url=[^'"]`)

// addresses are the attributes that lead somewhere.
var addresses = []string{
	"href", "xlink:href", "src", "action", "formaction", "data", "poster", "cite", "background", "ping", "longdesc", "manifest", "codebase", "classid", "archive", "profile", "usemap", "dynsrc", "lowsrc",
}

// tag returns what an element could do wherever it stands.
func tag(name string, attrs []html.Attribute) error {
	if slices.Contains([]string{"style", "iframe", "object", "embed", "base", "frame", "frameset", "applet", "portal", "bgsound", "isindex", "foreignobject", "animate", "set"}, strings.ToLower(name)) {
		return fmt.Errorf("there is a <%s>", name)
	}
	for _, a := range attrs {
		key := strings.ToLower(a.Key)
		if a.Namespace != "" {
			key = a.Namespace + ":" + key
		}
		switch {
		case strings.HasPrefix(key, "on"), slices.Contains([]string{"style", "srcdoc", "formaction", "is", "nonce"}, key):
			return fmt.Errorf("<%s> has %s", name, a.Key)
		case key == "srcset" || key == "imagesrcset":
			for part := range strings.SplitSeq(a.Val, ",") {
				if err := address("img", strings.TrimSpace(part)); err != nil {
					return err
				}
			}
		case slices.Contains(addresses, key):
			if err := address(name, a.Val); err != nil {
				return err
			}
		}
	}
	return nil
}

// address returns an error for an address that may not stand on a page.
func address(element, val string) error {
	switch scheme(val) {
	case "", "http", "https", "mailto":
		return nil
	case "data":
		if raster.MatchString(bare(val)) && element == "img" {
			return nil
		}
	}
	return fmt.Errorf("<%s> leads to %q", element, val)
}

var (
	named  = regexp.MustCompile(`^([a-zA-Z][a-zA-Z0-9+.-]*):`)
	raster = regexp.MustCompile(`(?i)^data:image/(png|jpeg|gif|webp|avif)[;,]`)
)

// bare returns an address as the parser of the URL standard begins to read it: without
// controls and spaces around it, and tabs and line breaks in it.
func bare(val string) string {
	val = strings.TrimFunc(val, func(r rune) bool { return r <= ' ' })
	return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(val)
}

// scheme returns the scheme of an address in small letters, "" for a relative one.
func scheme(val string) string {
	if m := named.FindStringSubmatch(bare(val)); m != nil {
		return strings.ToLower(m[1])
	}
	return ""
}
