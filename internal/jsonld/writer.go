package jsonld

import (
	"encoding/json"
	"unicode/utf8"

	"dateline/internal/entity"
	"dateline/internal/site"
)

// writer writes nodes as JSON, without their empty properties. An article names
// dozens of entities, so that it is written by hand: encoding/json takes several
// times as long, and every entity would have to become a node first.
type writer struct {
	b    []byte
	site *site.Site
}

func (w *writer) document(graph []*node) {
	w.b = append(w.b, `{"@context":"https://schema.org"`...)
	w.nodes("@graph", graph)
	w.b = append(w.b, '}')
}

// node writes a node and its properties in their order.
func (w *writer) node(n *node) {
	w.b = append(w.b, `{"@type":`...)
	w.b = appendString(w.b, n.Type)
	w.text("@id", n.ID)
	w.text("headline", n.Headline)
	w.text("name", n.Name)
	w.texts("alternateName", n.AlternateName)
	w.text("description", n.Description)
	w.text("url", n.URL)
	w.sameAs(n.SameAs)
	w.text("image", n.Image)
	w.text("inLanguage", n.InLanguage)
	w.text("datePublished", n.DatePublished)
	w.text("dateModified", n.DateModified)
	w.text("dateline", n.Dateline)
	w.nodes("author", n.Author)
	w.one("publisher", n.Publisher)
	w.texts("keywords", n.Keywords)
	w.number("wordCount", n.WordCount)
	w.entities("about", n.About)
	w.entities("mentions", n.Mentions)
	w.one("isBasedOn", n.IsBasedOn)
	w.text("copyrightNotice", n.CopyrightNotice)
	w.one("isPartOf", n.IsPartOf)
	w.text("birthDate", n.BirthDate)
	w.text("deathDate", n.DeathDate)
	w.text("foundingDate", n.FoundingDate)
	w.text("startDate", n.StartDate)
	w.text("endDate", n.EndDate)
	w.text("dateCreated", n.DateCreated)
	w.nodes("hasOccupation", n.HasOccupation)
	w.text("roleName", n.RoleName)
	w.geo(n.Geo)
	w.one("containedInPlace", n.ContainedInPlace)
	w.one("parentOrganization", n.ParentOrganization)
	w.one("location", n.Location)
	w.nodes("subjectOf", n.SubjectOf)
	w.nodes("itemListElement", n.Items)
	w.number("position", n.Position)
	w.text("item", n.Item)
	w.b = append(w.b, '}')
}

// key begins a property.
func (w *writer) key(name string) {
	w.b = append(w.b, `,"`...)
	w.b = append(w.b, name...)
	w.b = append(w.b, `":`...)
}

func (w *writer) text(name, s string) {
	if s != "" {
		w.key(name)
		w.b = appendString(w.b, s)
	}
}

func (w *writer) number(name string, n int) {
	if n != 0 {
		w.key(name)
		w.b = appendNumber(w.b, float64(n))
	}
}

func (w *writer) texts(name string, list []string) {
	w.array(name, len(list), func(i int) { w.b = appendString(w.b, list[i]) })
}

func (w *writer) nodes(name string, list []*node) {
	w.array(name, len(list), func(i int) { w.node(list[i]) })
}

func (w *writer) entities(name string, list []*site.Entity) {
	w.array(name, len(list), func(i int) {
		n := brief(w.site, list[i])
		w.node(&n)
	})
}

func (w *writer) one(name string, n *node) {
	if n != nil {
		w.key(name)
		w.node(n)
	}
}

// array writes a property of n values, and nothing for none.
func (w *writer) array(name string, n int, value func(i int)) {
	if n == 0 {
		return
	}
	w.key(name)
	w.b = append(w.b, '[')
	for i := range n {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		value(i)
	}
	w.b = append(w.b, ']')
}

// sameAs writes the addresses of an entity elsewhere. What has no address is left out.
func (w *writer) sameAs(ids []string) {
	var known []string
	for _, id := range ids {
		if u := Address(id); u != "" {
			known = append(known, u)
		}
	}
	w.texts("sameAs", known)
}

func (w *writer) geo(p *entity.Point) {
	if p == nil {
		return
	}
	w.key("geo")
	w.b = append(w.b, `{"@type":"GeoCoordinates","latitude":`...)
	w.b = appendNumber(w.b, p.Lat)
	w.b = append(w.b, `,"longitude":`...)
	w.b = appendNumber(w.b, p.Lon)
	w.b = append(w.b, '}')
}

// appendNumber appends a number as encoding/json writes it; what JSON has no
// number for is 0.
func appendNumber(b []byte, f float64) []byte {
	out, err := json.Marshal(f)
	if err != nil {
		return append(b, '0')
	}
	return append(b, out...)
}

// appendString appends a JSON string that cannot end a script element either: as
// encoding/json writes it with its escapes for HTML.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' {
				i++
				continue
			}
			b = append(b, s[from:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, `\b`...)
			case '\f':
				b = append(b, `\f`...)
			case '\n':
				b = append(b, `\n`...)
			case '\r':
				b = append(b, `\r`...)
			case '\t':
				b = append(b, `\t`...)
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		instead := ""
		switch {
		case r == utf8.RuneError && n == 1:
			instead = `\ufffd`
		case r == '\u2028': // JavaScript once took these for ends of lines
			instead = `\u2028`
		case r == '\u2029':
			instead = `\u2029`
		}
		i += n
		if instead != "" {
			b = append(b, s[from:i-n]...)
			b = append(b, instead...)
			from = i
		}
	}
	return append(append(b, s[from:]...), '"')
}
