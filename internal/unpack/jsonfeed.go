package unpack

import (
	"cmp"
	"html"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
)

// isJSONFeed reports whether src is a JSON Feed, 1.0 or 1.1.
func isJSONFeed(name string, src []byte) bool {
	head, ok := beginsJSON(name, src)
	return ok && (strings.Contains(head, "jsonfeed.org/version") || strings.Contains(head, `jsonfeed.org\/version`))
}

// jsonFeedPerson is an author.
type jsonFeedPerson struct {
	Name looseText `json:"name"`
}

// jsonFeedItem is an item of a feed; see jsonfeed.org/version/1.1.
type jsonFeedItem struct {
	ID        looseText        `json:"id"`
	URL       looseText        `json:"url"`
	Title     looseText        `json:"title"`
	HTML      looseText        `json:"content_html"`
	Text      looseText        `json:"content_text"`
	Summary   looseText        `json:"summary"`
	Image     looseText        `json:"image"`
	Banner    looseText        `json:"banner_image"`
	Published looseText        `json:"date_published"`
	Modified  looseText        `json:"date_modified"`
	Author    jsonFeedPerson   `json:"author"`
	Authors   []jsonFeedPerson `json:"authors"`
	Tags      []looseText      `json:"tags"`
	Language  looseText        `json:"language"`
}

// readJSONFeed reads a JSON Feed. It goes through it twice, since what is said of the
// feed may stand behind its items.
func readJSONFeed(name string, src []byte, _ Options, yield func(Entry) bool) diag.List {
	j := newJSON(name, src, yield)
	f := &feed{reading: reading{file: name, yield: yield}}
	var of []string // authors of the feed
	err := j.object(func(key string) error {
		var s looseText
		switch key {
		case "title":
			err := j.read(&s)
			f.site = oneLine(string(s))
			return err
		case "language":
			err := j.read(&s)
			f.lang = languageTag(string(s))
			return err
		case "author":
			var p jsonFeedPerson
			err := j.read(&p)
			of = append(of, string(p.Name))
			return err
		case "authors":
			var all []jsonFeedPerson
			err := j.read(&all)
			for _, p := range all {
				of = append(of, string(p.Name))
			}
			return err
		}
		return j.skip()
	})
	j.rewind()
	again := j.object(func(key string) error {
		if key != "items" {
			return j.skip()
		}
		return j.array(func() error {
			line := j.line()
			var v jsonFeedItem
			if err := j.read(&v); err != nil {
				return err
			}
			if it := v.item(line, of); !f.item(&it, func(*Meta) {}) {
				return errEnough
			}
			return nil
		})
	})
	j.diags = append(j.diags, f.finish()...)
	return j.finish(cmp.Or(again, err))
}

// item returns an item as other feeds have it. of are the authors of the feed.
func (v *jsonFeedItem) item(line int, of []string) feedItem {
	it := feedItem{
		line: line, dateLine: line, complete: true,
		title: oneLine(html.UnescapeString(string(v.Title))), guid: string(v.ID), link: string(v.URL),
		content: string(v.HTML), summary: html.EscapeString(string(v.Summary)),
		published: string(v.Published), modified: string(v.Modified),
		image: addr.Web(cmp.Or(string(v.Image), string(v.Banner))), lang: string(v.Language),
	}
	if it.content == "" && v.Text != "" {
		it.content = paragraphed(html.EscapeString(string(v.Text)))
	}
	for _, p := range append(v.Authors, v.Author) {
		it.authors = append(it.authors, string(p.Name))
	}
	if len(distinct(it.authors)) == 0 {
		it.authors = of
	}
	for _, tag := range v.Tags {
		it.categories = append(it.categories, feedCategory{words: string(tag)})
	}
	return it
}
