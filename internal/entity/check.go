package entity

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/addr"
	"dateline/internal/diag"
	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// checker collects the mistakes of a register.
type checker struct {
	list diag.List
}

// say tells of a mistake in the file of e, which is about the words culprit of it.
func (c *checker) say(s diag.Severity, code string, e *Entity, culprit, hint, format string, args ...any) {
	d := diag.New(s, code, e.Path, format, args...).WithHint("%s", hint)
	d.Culprit = culprit
	c.list = append(c.list, d)
}

// sound reports whether e can be part of a register at all.
func (c *checker) sound(e *Entity) bool {
	if err := addr.CheckID(e.ID); err != nil {
		c.say(diag.Error, "bad-entity-id", e, "", "use 1 to 64 of a-z, 0-9 and - in the name of the file", "%q cannot be an entity's id", e.ID)
		return false
	}
	if strings.TrimSpace(e.Name) == "" && e.MergedInto == "" {
		c.say(diag.Error, "no-entity-name", e, "", "add name: to the header", "the entity %q has no name", e.ID)
		return false
	}
	if e.Kind > ner.Thing {
		c.say(diag.Error, "bad-entity-type", e, "", "use person, place, organisation, event, work, group or thing", "the entity %q has a type that does not exist", e.ID)
		return false
	}
	for n := range e.names {
		if r, ok := invisible(n); ok {
			c.say(diag.Warning, "invisible-in-name", e, n, "type the name anew", "the name %q holds the invisible character %U", n, r)
		}
	}
	return true
}

func (c *checker) twice(first, second *Entity) {
	d := diag.New(diag.Error, "entity-twice", second.Path, "the id %q is taken by another entity", second.ID).
		WithHint("give one of them another id, or join the two files")
	d.Related = []diag.Related{{Message: "the other is here", File: first.Path}}
	c.list = append(c.list, d)
}

func (c *checker) cycle(r *Register, i int32) {
	var ids []string
	for at := i; !slices.Contains(ids, r.own[at].ID) && len(ids) < 10; {
		ids = append(ids, r.own[at].ID)
		next, ok := r.find(r.own[at].MergedInto)
		if !ok {
			break
		}
		at = next
	}
	c.say(diag.Error, "merge-cycle", r.own[i], r.own[i].MergedInto, "remove mergedInto: from the one that is to stay", "the entity %q is merged in a circle: %s", r.own[i].ID, strings.Join(append(ids, r.own[i].ID), " → "))
}

func (c *checker) mergedNowhere(e *Entity) {
	c.say(diag.Error, "unknown-entity", e, e.MergedInto, "name an entity that exists, or remove mergedInto:", "%q is merged into %q, which does not exist", e.ID, e.MergedInto)
}

// name reports whether name may be looked for in texts.
func (c *checker) name(w *gazetteer.World, e *Entity, name string) bool {
	letters, words, small := 0, 0, true
	var last gazetteer.Word
	for x, ok := gazetteer.Next(name, 0); ok; x, ok = gazetteer.Next(name, x.End) {
		letters += utf8.RuneCountInString(name[x.Start:x.End])
		words++
		last = x
	}
	for _, r := range name {
		small = small && !unicode.IsUpper(r)
	}
	switch {
	case words == 0:
		c.say(diag.Error, "greedy-alias", e, name, "remove it", "the name %q of %q has no letter", name, e.ID)
		return false
	case letters == 1, letters == 2 && small:
		c.say(diag.Error, "greedy-alias", e, name, "remove it, or write the name in full", "the name %q of %q is so short that it would be found everywhere", name, e.ID)
		return false
	case words == 1 && small && w.Facts(last.Hash)&(gazetteer.Function|gazetteer.Frequent) != 0:
		c.say(diag.Error, "greedy-alias", e, name, "remove it, or write it with a capital", "the name %q of %q is a common word and would be found everywhere", name, e.ID)
		return false
	}
	return true
}

// claims warns of names that several entities claim.
func (c *checker) claims(r *Register, phrases []gazetteer.Phrase) {
	for _, p := range phrases {
		if p.Ref%nameKinds != isName {
			continue
		}
		n, ok := walk(&r.names, p.Text)
		if !ok {
			continue
		}
		first := p.Ref // with that name
		r.names.At(n, func(text string, ref uint32) bool {
			if ref%nameKinds != isName || text != p.Text {
				return true
			}
			first = ref
			return false
		})
		a, b := r.own[first/nameKinds], r.own[p.Ref/nameKinds]
		if a == b {
			continue
		}
		c.say(diag.Warning, "shared-alias", b, p.Text, "move it to ambiguous: in both files, or give one a fuller name",
			"the name %q belongs to %q and to %q: it links only where the article makes clear who is meant", p.Text, a.ID, b.ID)
		c.list[len(c.list)-1].Related = []diag.Related{{Message: fmt.Sprintf("%q is here", a.ID), File: a.Path}}
	}
}

// lookalikes warns of names that look like another's and are not, such as one
// with a Cyrillic К in Kerry.
func (c *checker) lookalikes(r *Register) {
	foreign := slices.ContainsFunc(r.own, func(e *Entity) bool {
		for name := range e.names {
			if !isASCII(name) {
				return true
			}
		}
		return false
	})
	if !foreign {
		return
	}
	seen := make(map[string]int32)
	for i, e := range r.own {
		for name := range e.names {
			s, changed := skeletonOf(name)
			if !changed && isASCII(name) {
				if j, ok := seen[s]; !ok || r.own[j].Name != name {
					seen[s] = int32(i)
				}
			}
		}
	}
	for _, e := range r.own {
		for name := range e.names {
			s, changed := skeletonOf(name)
			if !changed {
				continue
			}
			if j, ok := seen[s]; ok {
				c.say(diag.Warning, "confusable", e, name, "type the name anew, in one script", "the name %q of %q looks like %q of %q but has letters of another script", name, e.ID, s, r.own[j].ID)
			} else if mixed(name) {
				c.say(diag.Warning, "confusable", e, name, "type the name anew, in one script", "the name %q of %q mixes letters of several scripts that look alike", name, e.ID)
			}
		}
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// invisible returns the first character of s that cannot be seen.
func invisible(s string) (rune, bool) {
	for _, r := range s {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) {
			return r, true
		}
	}
	return 0, false
}

// mixed reports whether a word of s has letters of the Latin script and of one that resembles it.
func mixed(s string) bool {
	for _, word := range strings.Fields(s) {
		latin, other := false, false
		for _, r := range word {
			latin = latin || unicode.Is(unicode.Latin, r)
			other = other || unicode.Is(unicode.Cyrillic, r) || unicode.Is(unicode.Greek, r)
		}
		if latin && other {
			return true
		}
	}
	return false
}

// skeletonOf returns s with the letters of Cyrillic and Greek that look like
// Latin ones replaced by these, and whether there were any (after the idea of
// Unicode Technical Standard 39, of which this is the small part that matters).
func skeletonOf(s string) (string, bool) {
	const (
		like  = "АВЕЅІЈКМНОРСТУХЗаеіјкорсухѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν"
		latin = "ABESIJKMHOPCTYX3aeijkopcyxsdqwABEZHIKMNOPTYXoav"
	)
	changed := false
	out := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return r
		}
		if i := strings.IndexRune(like, r); i >= 0 {
			changed = true
			return rune(latin[utf8.RuneCountInString(like[:i])])
		}
		return r
	}, s)
	return out, changed
}
