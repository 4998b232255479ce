// Package entity owns who is who: the register of people, places and
// organisations, the index of their names, and the decision which words of a
// text name which of them. It knows neither Markdown nor files. A Register does
// not change once made and may be shared.
package entity

import (
	"dateline/internal/day"
	"dateline/internal/diag"
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
	Never               []string // phrases that never mean it
	SameAs              []string // wikidata:Q…, viaf:…, gnd:…, geonames:…, https://…
	Description         string
	Born, Died, Founded day.Date
	Roles               []Role
	Coordinates         *Point
	Image               string
	PartOf              string // id
	SortName            string
	MergedInto          string // id; a tombstone
	Origin              Origin
	Path                string   // source file, when it has one
	Demonyms            []string // "Syrian": relates to it, never a mention of it
	Population          int      // places of the gazetteer; prior of ambiguous names
}

// Role is an office held for a time.
type Role struct {
	Title string   // "Foreign Secretary"
	Of    string   // id or name of the body or place
	When  day.Date // interval; zero when unknown
}

// Point is a place on Earth, in degrees (WGS 84).
type Point struct{ Lat, Lon float64 }

// Mention is a name in a text that is linked to an entity.
type Mention struct {
	prose.Span
	Entity string // id
	Kind   ner.Kind
	Score  float32 // 0 to 1
	Origin Origin
	Reason string // "alias Hague; person named in full earlier"
}

// Unsure is a name that was left unlinked because several entities are possible.
type Unsure struct {
	prose.Span
	Candidates []string // ids, best first
	Reason     string
}

// Decision is what a person decided on one place of an article.
type Decision struct {
	ID                    string
	Status                string // accepted | rejected
	Entity                string // id
	Exact, Prefix, Suffix string
	Start                 int // code points into the running text; a hint
	Line                  int // of the notes file
}

// Options are what Find depends on beside the text.
type Options struct {
	Published day.Date   // for roles: "the Foreign Secretary" is who held the office then
	Decisions []Decision // of NAME.notes.jsonl, kind mention
}

// Result is what Find found.
type Result struct {
	Mentions []Mention // in order, never overlapping
	Found    []*Entity // entities that are in no register, by id; Origin FromText
	Unsure   []Unsure
	Unclear  []Decision // decisions whose words are no longer where they were
}

// Register is the entities of a site and the built-in gazetteer, indexed by name.
type Register struct{}

// NewRegister indexes the entities of a site over the built-in gazetteer. An
// entity with a gazetteer entry's id or sameAs replaces it and keeps its coordinates.
// Mistakes (an id twice, alias cycles, greedy aliases) are diagnostics.
func NewRegister(own []*Entity) (*Register, diag.List) { panic("entity.NewRegister: not written yet") }

// Lookup returns the entity with the id (following MergedInto), or nil.
func (r *Register) Lookup(id string) *Entity { panic("not written yet") }

// Resolve returns the entity that words written by an author name: an id, else a name or alias. nil if none or several.
func (r *Register) Resolve(words string) *Entity { panic("not written yet") }

// Own returns the entities with files, by id.
func (r *Register) Own() []*Entity { panic("not written yet") }

// Find decides which names of a mean whom. Time is linear in the text.
func (r *Register) Find(a *prose.Analysis, names []ner.Name, opt Options) Result {
	panic("entity.Find: not written yet")
}
