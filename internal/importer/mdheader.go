package importer

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"dateline/internal/addr"
	"dateline/internal/frontmatter"
)

// ourKeys maps what other programs call a header key, folded, to our name. Keys
// that are ours already do not stand here.
var ourKeys = map[string]string{
	"author": "authors", "byline": "authors", "creator": "authors",
	"summary": "description", "excerpt": "description", "subtitle": "description", "dek": "description", "tagline": "description",
	"categories": "tags", "category": "tags", "tag": "tags", "keywords": "tags",
	"updated": "lastmod", "modified": "lastmod", "lastmodified": "lastmod", "lastmodifiedat": "lastmod", "lastupdated": "lastmod", "updatedat": "lastmod", "date modified": "lastmod",
	"language": "lang", "locale": "lang",
	"permalink": "url", "path": "url", "redirectfrom": "redirects", "alias": "aliases",
	"cover": "image", "coverimage": "image", "featuredimage": "image", "featured": "image", "thumbnail": "image", "images": "image", "banner": "image", "ogimage": "image",
	"created": "date", "createdat": "date", "pubdate": "date", "published": "date", "date created": "date",
	"eleventyexcludefromcollections": "unlisted",
}

// readAlike are the foreign keys that a header's reader takes for ours. One that
// stands beside our own is renamed, or the later of the two would win.
var readAlike = []string{
	"author", "summary", "excerpt", "category", "categories", "tag", "keywords", "updated", "modified", "lastmodified", "published",
	"language", "permalink", "path", "redirectfrom", "alias", "cover",
}

// readHeader maps the fields of the header to ours. What is not of the kind that
// our key wants, a pattern in place of an address or a date that is none, is kept
// under a name of its own: "source" and the key.
func (r *markdownReader) readHeader(name string) {
	r.have = map[string]bool{}
	for _, f := range r.header.Fields {
		r.have[frontmatter.Fold(f.Key)] = true
	}
	for _, f := range r.header.Fields {
		r.readField(f)
	}
	if r.tagsChanged {
		r.set("tags", listValue(r.tags))
	}
	r.readName(name)
}

// readField takes a field by its key: some mean the opposite or something else here.
func (r *markdownReader) readField(f frontmatter.Field) {
	key := frontmatter.Fold(f.Key)
	ours := ourKeys[key]
	truth, isBool := f.Value.AsBool()
	switch {
	case isBool && (key == "published" || key == "publish"): // Jekyll's and Obsidian's words for the opposite of a draft
		r.drop(f.Key)
		if !truth {
			r.setDraft()
		}
		return
	case key == "permalink" && isBool: // Eleventy writes no page
		r.keep(f)
		r.setDraft()
		return
	case (key == "permalink" || key == "url") && isPattern(f.Value.Text):
		r.rename(f, key+"Pattern", f.Value)
		return
	case key == "layout" && !r.have["sourcelayout"]: // names a template of the other program
		r.rename(f, "sourceLayout", f.Value)
		return
	case key == "taxonomies" && f.Value.Kind == frontmatter.Map:
		r.readTaxonomies(f)
		return
	case (key == "params" || key == "extra") && f.Value.Kind == frontmatter.Map: // Hugo's and Zola's place for what is not theirs
		for _, g := range f.Value.Map {
			if k := frontmatter.Fold(g.Key); (k == "author" || k == "authors") && !r.have["authors"] && !r.have["author"] && len(people(g.Value)) > 0 {
				r.p.authors = people(g.Value)
				r.set("authors", listValue(r.p.authors))
				r.have["authors"] = true
			}
		}
		return
	case key == "tags" || ours == "tags":
		r.readTags(f, key)
		return
	}
	if ours == "" {
		ours = key
	} else if r.have[frontmatter.Fold(ours)] { // the author's own key goes first
		if slices.Contains(readAlike, key) {
			r.keep(f)
		}
		return
	}
	r.field(f, key, ours)
}

// field takes one field under our name for it.
func (r *markdownReader) field(f frontmatter.Field, key, ours string) {
	v := f.Value
	switch ours {
	case "date", "lastmod", "publishdate", "expirydate":
		v = dayValue(v)
	case "authors":
		if names := people(v); len(names) > 0 && (key != ours || holdsMap(v)) {
			v = listValue(names)
		}
	case "redirects", "aliases":
		v = r.addresses(f, ours)
	case "url":
		if u, err := addr.ParseURL(v.Text, true); err == nil && v.Kind == frontmatter.String && !strings.HasPrefix(v.Text, "/") {
			v = stringValue(string(u))
		}
	case "image":
		v = imageValue(v)
		if name, ok := r.local(v.Text); ok {
			v = stringValue(name)
		}
	}
	if !fits(ours, v) {
		if ours != key && !slices.Contains(readAlike, key) {
			return // under the other program's name it disturbs nobody
		}
		r.keep(f)
		return
	}
	r.have[frontmatter.Fold(ours)] = true
	switch ours {
	case "title":
		if t := strings.TrimSpace(v.Text); t != "" {
			r.p.setTitle(t, "meta", "header key "+f.Key)
		}
	case "date":
		r.p.setDate(v.Text, "meta", "header key "+f.Key+": "+f.Value.Text)
	case "authors":
		r.p.authors = people(v)
	case "slug":
		r.p.oldSlug = v.Text
	}
	if (ours == "authors" || ours == "image") && saysMore(f.Value, ours == "image") {
		r.set(r.ownName(f.Key), f.Value)
	}
	switch {
	case key != frontmatter.Fold(ours):
		r.rename(f, ours, v)
	case v.Kind != f.Value.Kind || v.Text != f.Value.Text || !slices.Equal(plainList(v), plainList(f.Value)):
		r.set(f.Key, v)
	}
}

// readName takes what the name of the file says, where the header says nothing.
func (r *markdownReader) readName(name string) {
	stem := pageStem(name)
	if hasFolder(name, "_drafts") {
		r.setDraft()
	}
	if r.p.title == "" && r.from == jekyll && r.header.Format != frontmatter.None { // as there
		r.p.setTitle(titleOfName(stem), "file", name)
	}
	if !r.have["lang"] && (r.from == hugo || r.from == zola) {
		if l := strings.TrimPrefix(path.Ext(stem), "."); len(l) == 2 && isLetter(l[0]) && isLetter(l[1]) { // page.fr.md
			r.p.lang = strings.ToLower(l)
			r.set("lang", stringValue(r.p.lang))
			r.have["lang"] = true
		}
	}
	if r.p.date == "" && r.have["publishdate"] { // as Hugo has it
		for _, f := range r.header.Fields {
			if v := dayValue(f.Value); frontmatter.Fold(f.Key) == "publishdate" && v.Kind != frontmatter.Null && fits("date", v) {
				r.p.setDate(v.Text, "meta", "header key "+f.Key+": "+f.Value.Text)
				r.set("date", v)
			}
		}
	}
	c, n, dated := isoDate(stem)
	dated = dated && stem[4] == '-'
	if dated && r.p.date == "" { // as Jekyll and Zola name their posts
		r.p.setDate(c.String(), "url", "file name "+stem)
	}
	if dated {
		stem = strings.TrimLeft(stem[n:], "-_ ")
	}
	// In a folder, a name that is an address already is what the article is called.
	if r.p.oldSlug == "" && stem != "" && (dated || r.from != anyGenerator || strings.Contains(name, "/")) && strings.ToLower(strings.NewReplacer("_", "-", ".", "-").Replace(stem)) == addr.Slug(stem) && !slices.Contains(namelessStems, stem) {
		r.p.oldSlug = stem
	}
}

// namelessStems are names of files that say nothing of them.
var namelessStems = []string{"index", "draft", "untitled", "standard-input", "readme", "page", "post", "article"}

// setDraft marks the article as not published, unless the header says whether it is.
func (r *markdownReader) setDraft() {
	if !r.have["draft"] {
		r.set("draft", frontmatter.Value{Kind: frontmatter.Bool, Text: "true"})
		r.have["draft"] = true
	}
}

// readTags gathers the tags of all keys that hold some.
func (r *markdownReader) readTags(f frontmatter.Field, key string) {
	if holdsMap(f.Value) || f.Value.Kind == frontmatter.Bool {
		r.keep(f)
		return
	}
	// A text is words between spaces in these programs, under these names.
	split := (key == "tags" || key == "categories") && r.from != hugo && r.from != zola && r.from != eleventy
	words := tagWords(f.Value, split)
	r.tagsChanged = r.tagsChanged || key != "tags" || f.Value.Kind != frontmatter.List || !slices.Equal(words, plainList(f.Value))
	r.addTags(words)
	if key != "tags" {
		r.drop(f.Key)
	}
}

// addTags adds tags that are not there yet.
func (r *markdownReader) addTags(words []string) {
	for _, t := range words {
		if !slices.Contains(r.tags, t) {
			r.tags = append(r.tags, t)
		}
	}
}

// readTaxonomies takes the tags and categories of Zola's table and leaves the others in it.
func (r *markdownReader) readTaxonomies(f frontmatter.Field) {
	var rest []frontmatter.Field
	for _, g := range f.Value.Map {
		if k := frontmatter.Fold(g.Key); (k == "tags" || ourKeys[k] == "tags") && !holdsMap(g.Value) {
			r.addTags(tagWords(g.Value, false))
			r.tagsChanged = true
		} else {
			rest = append(rest, g)
		}
	}
	switch len(rest) {
	case len(f.Value.Map):
	case 0:
		r.drop(f.Key)
	default:
		r.set(f.Key, frontmatter.Value{Kind: frontmatter.Map, Map: rest})
	}
}

// addresses returns the old addresses of a field that are certain, or the other
// names of what the article is about; what is neither is kept under a name of its own.
func (r *markdownReader) addresses(f frontmatter.Field, ours string) frontmatter.Value {
	v := f.Value
	if v.Kind == frontmatter.String {
		v = listValue([]string{v.Text})
	}
	if v.Kind != frontmatter.List || holdsMap(v) {
		return v
	}
	var good, other []string
	for _, s := range plainList(v) {
		rooted := strings.HasPrefix(s, "/")
		if r.from == zola && ours == "aliases" && !rooted { // there, an alias counts from the root
			s, rooted = "/"+s, true
		}
		name := ours == "aliases" && !rooted && !strings.HasPrefix(s, ".")
		_, err := addr.ParseURL(s, true)
		switch {
		case name && r.from != hugo, // in Hugo an address that counts from the section's
			!name && err == nil && (rooted || ours == "redirects"):
			good = append(good, s)
		default:
			other = append(other, s)
		}
	}
	if len(other) == 0 {
		return listValue(good)
	}
	r.set(r.ownName(f.Key), listValue(other))
	return listValue(good)
}

// isPattern reports whether an address is made for each page: Jekyll's and Hugo's
// :year, the names of Jekyll's styles, or a template's tags.
func isPattern(s string) bool {
	switch s {
	case "date", "pretty", "ordinal", "weekdate", "none":
		return true
	}
	return strings.Contains(s, "/:") || strings.HasPrefix(s, ":") || strings.Contains(s, "{{") || strings.Contains(s, "{%")
}

// set notes that a key gets a value.
func (r *markdownReader) set(key string, v frontmatter.Value) {
	r.changes = append(r.changes, frontmatter.Change{Key: key, Value: &v})
}

// drop notes that a key goes.
func (r *markdownReader) drop(key string) {
	r.changes = append(r.changes, frontmatter.Change{Key: key})
}

// rename notes that a field gets another key, and a value.
func (r *markdownReader) rename(f frontmatter.Field, key string, v frontmatter.Value) {
	r.drop(f.Key)
	r.set(key, v)
}

// keep renames a field whose key would mean something else here.
func (r *markdownReader) keep(f frontmatter.Field) {
	r.rename(f, r.ownName(f.Key), f.Value)
}

// ownName returns the name under which a key is kept that has another meaning
// here: "sourceCover" for "cover". It is not the name of another key.
func (r *markdownReader) ownName(key string) string {
	var b strings.Builder
	b.WriteString("source")
	upper := true
	for _, c := range key {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			upper = true
		case upper:
			b.WriteRune(unicode.ToUpper(c))
			upper = false
		default:
			b.WriteRune(c)
		}
	}
	name := b.String()
	for r.have[frontmatter.Fold(name)] {
		name += "Too"
	}
	r.have[frontmatter.Fold(name)] = true
	return name
}
