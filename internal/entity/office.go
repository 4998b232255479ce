package entity

import (
	"strings"

	"dateline/internal/day"
	"dateline/internal/gazetteer"
)

// offices indexes the offices of own entities under the ways in which they are
// spoken of: alone, with the body or place, and with its adjectives.
func (r *Register) offices() {
	var phrases []gazetteer.Phrase
	for i, e := range r.own {
		if r.live[i] != int32(i) {
			continue
		}
		for j, role := range e.Roles {
			title := strings.TrimSpace(role.Title)
			if title == "" {
				continue
			}
			n := uint32(len(r.holders))
			r.holders = append(r.holders, holder{int32(i), int32(j)})
			say := func(text string) { phrases = append(phrases, gazetteer.Phrase{Text: text, Ref: n}) }
			say(title)
			if role.Of == "" {
				continue
			}
			bodies, adjectives := []string{role.Of}, []string(nil)
			if of := r.Resolve(role.Of); of != nil {
				bodies, adjectives = append([]string{of.Name}, of.Aliases...), of.Demonyms
				bodies = append(bodies, r.worldNames(of.ID)...)
			}
			for _, b := range bodies {
				say(b + " " + title)
				say(b + " s " + title) // "Syria's president": the mark of the genitive is a word of its own
				say(title + " of " + b)
				say(title + " of the " + b)
			}
			for _, a := range adjectives {
				say(a + " " + title)
			}
		}
	}
	r.roles = gazetteer.Build(phrases)
}

// worldNames returns the usual short names of a country that the gazetteer has.
func (r *Register) worldNames(id string) []string {
	n, ok := r.world.Find(id)
	if !ok {
		return nil
	}
	switch r.world.Entry(n).Code {
	case "US":
		return []string{"US", "U.S.", "American", "America"}
	case "GB":
		return []string{"UK", "U.K.", "Britain", "Great Britain"}
	}
	return nil
}

// inOffice reports whether h held the office on the day, which may be unknown.
func (r *Register) inOffice(h holder, on day.Date) bool {
	when := r.own[h.own].Roles[h.role].When
	if when.IsZero() {
		return true
	}
	return !on.IsZero() && when.Contains(on)
}
