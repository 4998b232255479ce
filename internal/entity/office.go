package entity

import (
	"slices"
	"strings"

	"dateline/internal/day"
	"dateline/internal/gazetteer"
	"dateline/internal/ner"
	"dateline/internal/prose"
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

// offices links what is called by an office: "the Foreign Secretary" is who held
// it on the day of publication, if that is exactly one.
func (f *finder) offices() {
	toks, s := f.a.Tokens, f.a.S
	at, quiet := 0, 0
	var extra []cand
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.Class&prose.Word == 0 {
			continue
		}
		w, ok := gazetteer.Next(s[:t.End], int(t.Start))
		if !ok {
			continue
		}
		n, on := f.r.roles.Step(gazetteer.Node{}, w.Hash)
		if !on {
			continue
		}
		last, node, j := i, gazetteer.Node{}, i
		x, more := gazetteer.Next(s[:t.End], w.End)
		for hops := 0; hops < 16; hops++ {
			if n.Ends() && !more {
				last, node = j, n
			}
			for !more {
				if j++; j >= len(toks) || toks[j].Sentence != t.Sentence || toks[j].Class&prose.Punct != 0 && s[toks[j].Start] != '\'' {
					break
				}
				x, more = gazetteer.Next(s[:toks[j].End], int(toks[j].Start))
			}
			if !more {
				break
			}
			if n, on = f.r.roles.Step(n, x.Hash); !on {
				break
			}
			x, more = gazetteer.Next(s[:toks[j].End], x.End)
		}
		if !node.Ends() {
			continue
		}
		span := prose.Span{Start: int(t.Start), End: int(toks[last].End)}
		for at < len(f.cands) && f.cands[at].titleStart(s) < span.Start && f.cands[at].End <= span.Start {
			at++
		}
		for quiet < len(f.a.Quiet) && f.a.Quiet[quiet].End <= span.Start {
			quiet++
		}
		if quiet < len(f.a.Quiet) && f.a.Quiet[quiet].Start < span.End || f.taken(at, span) || !f.definite(i, last, span) {
			i = last
			continue
		}
		if c, ok := f.inOffice(node, span, at); ok {
			extra = append(extra, c)
		}
		i = last
	}
	if len(extra) == 0 {
		return
	}
	f.insert(extra)
}

// insert puts extra, which is in order, among the candidates. A place that is part
// of an office's name is not named on its own there. What clusters know of their
// candidates by number moves along.
func (f *finder) insert(extra []cand) {
	old := f.cands
	f.cands = make([]cand, 0, len(old)+len(extra))
	moved := make([]int32, len(old)) // to where; -1 for those left out
	k := 0
	for i, c := range old {
		for k < len(extra) && (extra[k].End <= c.Start || extra[k].cluster != -1 && extra[k].Start < c.Start) {
			f.cands = append(f.cands, extra[k])
			k++
		}
		if moved[i] = -1; k < len(extra) && extra[k].Start < c.End && extra[k].cluster == -1 {
			continue
		}
		moved[i] = int32(len(f.cands))
		f.cands = append(f.cands, c)
	}
	f.cands = append(f.cands, extra[k:]...)
	now := func(i int32) int32 {
		for i >= 0 && moved[i] < 0 {
			i = old[i].before
		}
		if i < 0 {
			return -1
		}
		return moved[i]
	}
	for n := range f.clusters {
		cl := &f.clusters[n]
		cl.last, cl.best = now(cl.last), now(cl.best)
		if cl.best < 0 {
			cl.best = max(cl.last, 0)
		}
	}
	for i, c := range old {
		if moved[i] >= 0 && c.cluster >= 0 {
			f.cands[moved[i]].before = now(c.before)
		}
	}
}

// taken reports whether a person is named in span or has it as a title.
func (f *finder) taken(at int, span prose.Span) bool {
	for ; at < len(f.cands); at++ {
		c := &f.cands[at]
		from := c.titleStart(f.a.S)
		if from >= span.End {
			return from <= span.End+1 && c.kind == ner.Person && c.title == "" && f.a.S[span.End:from] == " "
		}
		if c.End <= span.Start {
			continue
		}
		if c.kind == ner.Person || c.origin == FromAuthor || c.fixed != "" || from < c.Start {
			return true
		}
		if c.Start < span.Start || c.End > span.End {
			return true
		}
	}
	return false
}

// titleStart returns where the name with its title begins.
func (c *cand) titleStart(s string) int {
	if c.title == "" {
		return c.Start
	}
	from := max(0, c.Start-len(c.title)-12)
	if i := strings.LastIndex(s[from:c.Start], c.title); i >= 0 {
		return from + i
	}
	return c.Start
}

// definite reports whether an office is spoken of as one person's: with the
// article, or with the name of its body or place, which a longer phrase has.
func (f *finder) definite(first, last int, span prose.Span) bool {
	toks, s := f.a.Tokens, f.a.S
	if last+1 < len(toks) && toks[last+1].Sentence == toks[last].Sentence {
		switch next := s[toks[last+1].Start:toks[last+1].End]; next {
		case "of", "'s", "’s", "-elect":
			if next == "of" {
				return false // of another body than those known
			}
		}
	}
	// Begins with the body or place, not with the office itself.
	named := f.words(span) > 1 && f.r.world.Facts(gazetteer.Hash(s[span.Start:span.End]))&gazetteer.TitlePart == 0
	if first == 0 || toks[first-1].Sentence != toks[first].Sentence {
		return named || f.words(span) > 1 && toks[first].Class&prose.Capital != 0 && toks[last].Class&prose.Capital != 0
	}
	before := s[toks[first-1].Start:toks[first-1].End]
	switch before {
	case "the", "The":
		return true
	case "a", "an", "A", "An", "former", "ex", "then", "next", "future", "any", "every", "no", "new", "deputy", "Former", "Deputy", "Vice", "vice", "assistant", "Assistant", "shadow", "Shadow":
		return false
	}
	if toks[first-1].Class&prose.Capital != 0 {
		return false
	}
	return named
}

// inOffice returns the mention of whoever held the office that ends at n. at is
// the first candidate that does not lie before span.
func (f *finder) inOffice(n gazetteer.Node, span prose.Span, at int) (cand, bool) {
	const most = 8
	var holders []int32
	bare := false // the words say no body or place
	words := f.a.S[span.Start:span.End]
	f.r.roles.At(n, func(text string, ref uint32) bool {
		h := f.r.holders[ref]
		if f.r.inOffice(h, f.opt.Published) && !slices.Contains(holders, h.own) {
			holders = append(holders, h.own)
			role := &f.r.own[h.own].Roles[h.role]
			bare = bare || role.Of != "" && text == strings.TrimSpace(role.Title)
		}
		return len(holders) <= most
	})
	c := cand{Span: span, kind: ner.Person, score: 0.8, origin: FromRegister, own: -1, cluster: -1, reason: "held the office on the day of publication"}
	if len(holders) == 0 {
		f.vacant(n, span)
		return c, false
	}
	candidates := holders
	if bare {
		c.score = 0.7
		var another bool
		holders, another = f.meant(holders, words, span, at)
		if another || len(holders) == 0 && len(candidates) == 1 {
			return c, false // its like elsewhere, of which the register knows nothing
		}
	}
	if len(holders) == 1 {
		e := f.r.own[holders[0]]
		c.kind, c.fixed = e.Kind, e.ID
		return c, true
	}
	u := Unsure{Span: span, Reason: "several held such an office on the day of publication"}
	for _, h := range candidates {
		u.Candidates = append(u.Candidates, Candidate{ID: f.r.own[h].ID, Score: 1 / float32(len(candidates)), Why: "held the office on the day of publication"})
	}
	slices.SortFunc(u.Candidates, func(a, b Candidate) int { return strings.Compare(a.ID, b.ID) })
	f.res.Unsure = append(f.res.Unsure, u)
	return c, false
}

// vacant says that nobody is known to have held an office on the day of
// publication, and who held it at other times.
func (f *finder) vacant(n gazetteer.Node, span prose.Span) {
	const most = 8
	u := Unsure{Span: span, Reason: "nobody in the register held such an office on the day of publication"}
	if f.opt.Published.IsZero() {
		u.Reason = "who held such an office is not known without the day of publication"
	}
	f.r.roles.At(n, func(_ string, ref uint32) bool {
		h := f.r.holders[ref]
		id := f.r.own[h.own].ID
		if !slices.ContainsFunc(u.Candidates, func(c Candidate) bool { return c.ID == id }) {
			u.Candidates = append(u.Candidates, Candidate{ID: id, Why: "held the office " + f.r.own[h.own].Roles[h.role].When.Words("en")})
		}
		return len(u.Candidates) < most
	})
	slices.SortFunc(u.Candidates, func(a, b Candidate) int { return strings.Compare(a.ID, b.ID) })
	f.res.Unsure = append(f.res.Unsure, u)
}

// meant returns those holders of an office whom it can mean where neither body
// nor place stands beside it: the only one who is named around it, else the one of
// the country that the article is about, or of a body that it speaks of. A
// person who bears the title but is not among them counts too, and bars the
// others; it reports whether it is such another.
func (f *finder) meant(holders []int32, office string, span prose.Span, at int) (found []int32, another bool) {
	const (
		most     = 64 // candidates looked at on either side
		stranger = -2
	)
	named := make([]int32, 0, 4)
	note := func(c *cand) {
		if c.kind != ner.Person || c.cluster < 0 {
			return
		}
		who := int32(stranger)
		if own := f.clusters[c.cluster].own; own >= 0 && slices.Contains(holders, own) {
			who = own
		} else if !endsFold(c.title, office) {
			return
		}
		if !slices.Contains(named, who) {
			named = append(named, who)
		}
	}
	for k := max(0, at-most); k < min(len(f.cands), at+most); k++ {
		note(&f.cands[k])
	}
	switch {
	case len(named) > 1:
		return nil, false
	case len(named) == 1 && named[0] == stranger:
		return nil, true
	case len(named) == 1:
		return named, false
	}
	if found, ok := f.ofHere[office]; ok { // asked for once: it is the whole article's
		return found, false
	}
	const least = 2 // what is named once is not what an article is about
	top, place := 0, false
	for _, h := range holders {
		n, isPlace := f.about(h, office)
		if n > top {
			top, place, found = n, isPlace, found[:0]
		}
		if n == top && n >= least {
			found = append(found, h)
		}
	}
	for i := range f.clusters { // of another country, if that is what the article is about
		if cl := &f.clusters[i]; place && len(found) == 1 && cl.count > top && f.isCountry(cl) {
			found = nil
		}
	}
	if f.ofHere == nil {
		f.ofHere = map[string][]int32{}
	}
	f.ofHere[office] = found
	return found, false
}

// endsFold reports whether title ends with the words of office, whatever their case.
func endsFold(title, office string) bool {
	return len(title) >= len(office) && len(office) > 0 && strings.EqualFold(title[len(title)-len(office):], office)
}

// about returns how often the article names the body or place in which own
// entity h holds the office, and whether that is a place.
func (f *finder) about(h int32, office string) (n int, place bool) {
	for _, role := range f.r.own[h].Roles {
		if !strings.EqualFold(strings.TrimSpace(role.Title), office) {
			continue
		}
		of := f.r.Resolve(role.Of)
		if of == nil {
			continue
		}
		for i := range f.clusters {
			if f.clusters[i].id == of.ID {
				n, place = max(n, f.clusters[i].count), of.Kind == ner.Place
			}
		}
	}
	return n, place
}

// isCountry reports whether a cluster is of a country.
func (f *finder) isCountry(cl *cluster) bool {
	e := cl.entry
	if cl.own >= 0 {
		e = f.r.stand[cl.own]
	}
	return e >= 0 && f.r.world.Kind(uint32(e)) == gazetteer.Country
}
