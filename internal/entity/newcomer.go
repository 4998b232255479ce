package entity

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dateline/internal/addr"
	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// identify gives clusters their entities.
func (f *finder) identify() {
	for n := range f.clusters {
		cl := &f.clusters[n]
		switch {
		case cl.id != "", cl.contest > 0:
		case cl.own >= 0:
			cl.id, cl.origin = f.r.own[cl.own].ID, FromRegister
			if to := f.r.own[cl.own].MergedInto; to != "" {
				cl.id = to
			}
		case cl.entry >= 0:
			cl.id, cl.origin = f.r.world.ID(uint32(cl.entry)), FromGazetteer
		case cl.kind == ner.Person && cl.full && (cl.score >= 0.6 || cl.count > 1),
			cl.kind == ner.Organisation && cl.score >= 0.7 && cl.forms > 0,
			cl.kind == ner.Place && cl.score >= 0.7 && (cl.forms > 1 || f.isSomewhere(cl)):
			f.introduce(cl)
		}
	}
}

// isSomewhere reports whether one word that no gazetteer has as a place is spoken of as
// one: a third of its mentions stand after a preposition of place, or what a place is
// said to be. Products and games are named as often, and have no such words before them.
func (f *finder) isSomewhere(cl *cluster) bool {
	n := 0
	for i := cl.last; i >= 0; i = f.cands[i].before {
		c := &f.cands[i]
		if c.Start == 0 || f.a.S[c.Start-1] != ' ' {
			continue
		}
		before := f.a.S[max(0, c.Start-24) : c.Start-1]
		before = before[strings.LastIndexAny(before, " \n")+1:]
		if before == "of" || f.r.world.Facts(gazetteer.Hash(before))&gazetteer.In != 0 {
			n++
		}
	}
	return 3*n >= cl.count
}

// introduce makes the entity of a cluster that is in no register.
func (f *finder) introduce(cl *cluster) {
	name := f.canonical(cl)
	id := addr.EntityID(name)
	if e := f.r.Lookup(id); e != nil {
		if e.Kind == cl.kind {
			cl.id, cl.origin = e.ID, e.Origin
			return
		}
		id = strings.Trim(id[:min(len(id), 50)], "-") + "-" + cl.kind.String()
	}
	cl.id, cl.origin = f.newcomer(id, name, cl.kind, FromText), FromText
}

// local returns an id by which the names of a cluster that is nobody's are known
// to be of one within this text. It is no other entity's.
func (f *finder) local(n int32) string {
	if n < 0 || f.clusters[n].id != "" {
		return "" // it is somebody's, but not where this name stands
	}
	cl := &f.clusters[n]
	if cl.local == "" {
		const most = 48
		id := addr.Slug(f.canonical(cl))
		cl.local = strings.Trim(id[:min(len(id), most)], "-") + "-" + cl.kind.String()
		if f.locals == nil {
			f.locals = map[string]int{}
		}
		f.locals[cl.local]++
		if k := f.locals[cl.local]; k > 1 {
			cl.local += "-" + strconv.Itoa(k)
		}
	}
	return cl.local
}

// canonical returns the form of a cluster's name that is most complete, and
// among those equally complete the most frequent, then the first.
func (f *finder) canonical(cl *cluster) string {
	best := &f.cands[cl.best]
	name := f.a.S[best.Start:best.End]
	if cl.count == 1 {
		return tidy(name)
	}
	counts := map[string]int{}
	var order []string
	for i := cl.last; i >= 0; i = f.cands[i].before {
		c := &f.cands[i]
		if f.count(c) != cl.forms {
			continue
		}
		form := tidy(f.a.S[c.Start:c.End])
		if counts[form]++; counts[form] == 1 {
			order = append(order, form)
		}
	}
	top := 0
	for _, form := range slices.Backward(order) {
		// al-Mouradi is more usual in print than al Mouradi
		if n := counts[form]; n > top || n == top && strings.Count(form, "-") > strings.Count(name, "-") {
			name, top = form, n
		}
	}
	return tidy(name)
}

// tidy returns a name on one line and, when it is all in capitals, not so.
func tidy(name string) string {
	if strings.ContainsAny(name, "\n\t\r") || strings.Contains(name, "  ") {
		name = strings.Join(strings.Fields(name), " ")
	}
	if !strings.Contains(name, " ") || strings.IndexFunc(name, unicode.IsLower) >= 0 {
		return name
	}
	var b strings.Builder
	inside := false
	for _, r := range name {
		if inside {
			r = unicode.ToLower(r)
		}
		inside = unicode.IsLetter(r)
		b.WriteRune(r)
	}
	return b.String()
}

// newcomer returns the id of the entity found in the text under id, making it
// if it is new. Whoever linked or decided on it vouches for it.
func (f *finder) newcomer(id, name string, kind ner.Kind, by Origin) string {
	if i, ok := f.foundAt[id]; ok {
		f.found[i].Origin = max(f.found[i].Origin, by)
		return id
	}
	if f.foundAt == nil {
		f.foundAt = map[string]int32{}
	}
	f.foundAt[id] = int32(len(f.found))
	f.found = append(f.found, &Entity{ID: id, Name: name, Kind: kind, Origin: by})
	return id
}

// stranger returns the id of what an author named target, who is in no register.
func (f *finder) stranger(target, words string, kind ner.Kind) string {
	name := target
	if !strings.ContainsFunc(target, unicode.IsUpper) && addr.CheckID(target) == nil {
		name = words
	}
	id := addr.EntityID(target)
	if kind == ner.Unknown {
		kind = ner.Thing
	}
	return f.newcomer(id, tidy(name), kind, FromAuthor)
}
