// Package entity owns who is who: the register of people, places and
// organisations, the index of their names, and the decision which words of a
// text name which of them. It knows neither Markdown nor files. A Register does
// not change once made and may be shared.
package entity

import (
	"strings"

	"dateline/internal/addr"
	"dateline/internal/day"
	"dateline/internal/ner"
	"dateline/internal/prose"
)

// Origin says where an entity or a mention's link comes from.
type Origin uint8

const (
	FromText      Origin = iota // found in the text; unreviewed
	FromGazetteer               // in the built-in gazetteer
	FromRegister                // has a file of its own
	FromDecision                // decided on the article
	FromAuthor                  // linked in the text by its author
)

func (o Origin) String() string {
	return [...]string{"text", "gazetteer", "register", "decision", "author"}[o]
}

// Entity is a person, place, organisation, event, work, group or thing.
type Entity struct {
	ID                  string // a-z 0-9 -
	Name                string
	Kind                ner.Kind
	Aliases             []string // names that always mean it
	Ambiguous           []string // names that mean it only where the article has named it in full
	Never               []string // phrases in which nothing means it, whomever else they may name
	SameAs              []string // wikidata:Q…, viaf:…, gnd:…, geonames:…, https://…
	Description         string
	Born, Died, Founded day.Date
	Roles               []Role
	Coordinates         *Point
	Image               string
	PartOf              string // id
	SortName            string
	MergedInto          string     // id; a tombstone
	DifferentFrom       []string   // ids of those that it is not, however alike
	Redirects           []addr.URL // old addresses that lead on to its page; /entities/ID/ also says that it was called ID
	Origin              Origin
	Path                string   // source file, when it has one
	HasText             bool     // there are words under the header of its file
	Demonyms            []string // "Syrian": relates to it, never a mention of it
	Population          int      // places of the gazetteer; prior of ambiguous names
	Topic               []uint32 // what its file speaks of, see TopicOf; context of names that several bear
}

// URL returns the address of the page of the entity with the id.
func URL(id string) addr.URL { return addr.URL("/entities/" + id + "/") }

// Former yields the ids that e had before it was renamed.
func (e *Entity) Former(yield func(string) bool) {
	for _, u := range e.Redirects {
		id := strings.TrimSuffix(strings.TrimPrefix(string(u), "/entities/"), "/")
		if URL(id) == u && addr.CheckID(id) == nil && !yield(id) {
			return
		}
	}
}

// names yields the name and the aliases of e. A tombstone may have no name.
func (e *Entity) names(yield func(string) bool) {
	if e.Name != "" && !yield(e.Name) {
		return
	}
	for _, a := range e.Aliases {
		if !yield(a) {
			return
		}
	}
}

// Role is an office held for a time.
type Role struct {
	Title string   // "Foreign Secretary"
	Of    string   // id or name of the body or place
	When  day.Date // interval; zero when unknown
}

// Point is a place on Earth, in degrees (WGS 84).
type Point struct{ Lat, Lon float64 }

// Mention is a name in a text that is linked to an entity. That of a name which is
// nobody's is an id of this text alone, which names of the same one share; it is ""
// when even that is in doubt.
type Mention struct {
	prose.Span
	Entity string // id
	Kind   ner.Kind
	Score  float32 // how likely the link is right, 0 to 1; of an unlinked name, that it is one
	Origin Origin
	Reason string // "alias Hague; person named in full earlier"
}

// Unsure is a name that was left unlinked because several entities are possible.
type Unsure struct {
	prose.Span
	Candidates []Candidate // best first
	Reason     string
}

// Weighed is a name with all who bear it.
type Weighed struct {
	prose.Span
	Candidates []Candidate // best first
}

// Decision is what a person decided on some words of the article.
type Decision struct {
	prose.Span
	Accepted bool   // they name the entity; else they do not
	Entity   string // id; "" in one that is not accepted: they name nobody
}

// Options are what Find depends on beside the text.
type Options struct {
	Published day.Date   // for roles: "the Foreign Secretary" is who held the office then
	Decisions []Decision // on the article
	Explain   bool       // say of every name who else might be meant
}

// Result is what Find found.
type Result struct {
	Mentions []Mention // in order, never overlapping
	Found    []*Entity // entities that are in no register, by id; Origin says who vouches for them
	Unsure   []Unsure  // in order
	Unlinked []Mention // in order: names that are nobody's, such as a surname without its bearer
	Weighed  []Weighed // in order: who might be meant, when asked
}
