package reconcile

import (
	"net/url"
	"strings"
	"unicode"
)

// Vocabulary is how a service calls what we call otherwise.
type Vocabulary struct {
	Scheme     string            // of identifiers in sameAs: "wikidata"; "" when it has none
	Types      map[string]string // its types, by ours: person, place …
	Properties map[string]string // its properties, by our keys: born, died, founded
}

// vocabularies are those of services that many ask, by what their identifier spaces hold.
var vocabularies = []struct {
	space string
	Vocabulary
}{
	{"wikidata.org/", Vocabulary{
		"wikidata",
		map[string]string{"person": "Q5", "place": "Q2221906", "organisation": "Q43229", "event": "Q1656682", "work": "Q386724", "group": "Q16334295"},
		map[string]string{"born": "P569", "died": "P570", "founded": "P571", "coordinates": "P625"},
	}},
	{"d-nb.info/gnd", gnd},
	{"lobid.org/gnd", gnd},
	{"viaf.org/viaf", Vocabulary{Scheme: "viaf"}},
	{"geonames.org", Vocabulary{Scheme: "geonames"}},
}

var gnd = Vocabulary{
	"gnd",
	map[string]string{"person": "DifferentiatedPerson", "place": "PlaceOrGeographicName", "organisation": "CorporateBody", "event": "ConferenceOrEvent", "work": "Work"},
	map[string]string{"born": "dateOfBirth", "died": "dateOfDeath", "founded": "dateOfEstablishment"},
}

// Vocabulary returns the vocabulary of a known service, else one without words.
func (m Manifest) Vocabulary() Vocabulary {
	for _, v := range vocabularies {
		if strings.Contains(m.IdentifierSpace, v.space) {
			return v.Vocabulary
		}
	}
	return Vocabulary{}
}

// SameAs returns an identifier of the service as it stands in an entity's sameAs: with
// the scheme, when there is one, else as an address. It is "" when it is neither.
func (m Manifest) SameAs(scheme, id string) string {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
		return ""
	}
	if scheme != "" {
		return scheme + ":" + id
	}
	for _, s := range []string{id, m.IdentifierSpace + id, strings.ReplaceAll(m.View.URL, "{{id}}", url.PathEscape(id))} {
		if u, err := url.Parse(s); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil && strings.Contains(s, strings.TrimPrefix(id, "/")) {
			return s
		}
	}
	return ""
}
