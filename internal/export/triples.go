package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/addr"
	"dateline/internal/jsonld"
	"dateline/internal/site"
)

// schema is the vocabulary that JSON-LD with the context https://schema.org is in.
const schema = "http://schema.org/"

const (
	rdfType    = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
	xsdInteger = "http://www.w3.org/2001/XMLSchema#integer"
	xsdDouble  = "http://www.w3.org/2001/XMLSchema#double"
)

// appendTriples appends what the JSON-LD of an article's page says, but for the way
// to the page, as N-Triples (W3C Recommendation, 2014), which is Turtle too. Nodes
// without an address are blank, with labels that are the article's own, so that
// several articles can stand in one file.
func appendTriples(dst []byte, s *Selection) ([]byte, error) {
	p := s.Site.PageAt(s.Article.URL)
	if p == nil {
		return dst, nil
	}
	w := triples{b: dst, blank: "_:" + label(s.Article)}
	var doc struct {
		Graph []json.RawMessage `json:"@graph"`
	}
	if err := json.Unmarshal(jsonld.Append(nil, s.Site, p), &doc); err != nil {
		return dst, fmt.Errorf("reading the description of %s: %w", s.Article.URL, err)
	}
	for _, node := range doc.Graph {
		o, err := ordered(node)
		if err != nil {
			return dst, fmt.Errorf("reading the description of %s: %w", s.Article.URL, err)
		}
		if o.text("@type") != "BreadcrumbList" {
			w.node(o)
		}
	}
	return w.b, nil
}

// label returns what the labels of an article's blank nodes begin with.
func label(a *site.Article) string { return "a" + addr.Slug(string(a.URL)) + "-" }

// object is an object of JSON with its members in order.
type object []member

type member struct {
	key   string
	value any // string | json.Number | bool | nil | object | []any
}

func (o object) text(key string) string {
	for _, m := range o {
		if s, ok := m.value.(string); ok && m.key == key {
			return s
		}
	}
	return ""
}

// ordered reads an object.
func ordered(src []byte) (object, error) {
	d := json.NewDecoder(bytes.NewReader(src))
	d.UseNumber()
	v, err := value(d)
	o, _ := v.(object)
	return o, err
}

// value reads the next value; the order of members is kept, which a map would lose.
func value(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		o := object{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := value(d)
			if err != nil {
				return nil, err
			}
			name, _ := key.(string)
			o = append(o, member{name, v})
		}
		_, err := d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := value(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}

// triples writes nodes.
type triples struct {
	b     []byte
	blank string // of a label
	n     int    // of blank nodes so far
}

// node writes what is said of an object, and returns how others refer to it. What is
// said of the nodes in it comes first, so that triples of one subject stand together.
func (w *triples) node(o object) string {
	subject, ok := iri(o.text("@id"))
	if !ok {
		w.n++
		subject = w.blank + strconv.Itoa(w.n)
	}
	var said []string // predicate and object
	for _, m := range o {
		if m.key == "@id" || m.key == "@context" {
			continue
		}
		values, many := m.value.([]any)
		if !many {
			values = []any{m.value}
		}
		for _, v := range values {
			if m.key == "@type" {
				if t, ok := v.(string); ok {
					said = append(said, rdfType+" <"+schema+t+">")
				}
			} else if x := w.object(m.key, v); x != "" {
				said = append(said, "<"+schema+m.key+"> "+x)
			}
		}
	}
	for _, x := range said {
		w.b = append(append(append(append(w.b, subject...), ' '), x...), " .\n"...)
	}
	return subject
}

// object returns a value as the object of a triple, or "" for one that says nothing.
func (w *triples) object(key string, v any) string {
	switch v := v.(type) {
	case object:
		return w.node(v)
	case string:
		switch key {
		case "url", "image", "sameAs", "eventStatus":
			if x, ok := iri(v); ok {
				return x
			}
		case "datePublished", "dateModified", "dateCreated", "birthDate", "deathDate", "foundingDate", "startDate", "endDate":
			return typed(v, schema+"Date")
		}
		return literal(v)
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return typed(strconv.FormatInt(n, 10), xsdInteger)
		}
		if f, err := v.Float64(); err == nil {
			return typed(canonicalDouble(f), xsdDouble)
		}
	case bool:
		return typed(strconv.FormatBool(v), "http://www.w3.org/2001/XMLSchema#boolean")
	}
	return ""
}

// canonicalDouble returns a number as XML Schema writes it: "5.62E1".
func canonicalDouble(f float64) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', -1, 64), "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, _ := strconv.Atoi(exponent)
	return mantissa + "E" + strconv.Itoa(n)
}

func typed(s, datatype string) string { return literal(s) + "^^<" + datatype + ">" }

// literal returns s as a literal. What is not UTF-8 becomes U+FFFD.
func literal(s string) string {
	return `"` + literals.Replace(strings.ToValidUTF8(s, string(utf8.RuneError))) + `"`
}

var literals = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`)

// iri returns an absolute address between its brackets, with what an IRI may not hold
// escaped, and false for what is no absolute address.
func iri(s string) (string, bool) {
	if scheme, rest, ok := strings.Cut(s, ":"); !ok || rest == "" || scheme == "" || strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-") != "" || !utf8.ValidString(s) {
		return "", false
	}
	b := []byte{'<'}
	for _, r := range s {
		if c := string(r); r == ' ' || unicode.IsControl(r) || strings.ContainsRune("<>\"{}|^`\\", r) {
			for i := range len(c) {
				b = fmt.Appendf(b, "%%%02X", c[i])
			}
		} else {
			b = append(b, c...)
		}
	}
	return string(append(b, '>')), true
}
