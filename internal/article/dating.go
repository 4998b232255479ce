package article

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

// Dating returns what the article itself and the register say of the day on which
// it was published, for an article whose header does not. What it names may be an
// event that is not dated in the register, but by other articles: told returns its
// day, or none; it may be nil.
func (t *Text) Dating(reg *entity.Register, told func(id string) day.Date) timeline.Dating {
	var known []timeline.Known
	said := map[timeline.Known]int{} // without their places
	const mostEvents = 40            // mentions of one that are looked at
	for _, m := range t.Mentions {
		e := reg.Lookup(m.Entity)
		if e == nil && m.Kind == ner.Event && m.Entity != "" {
			e = &entity.Entity{ID: m.Entity, Kind: ner.Event}
		}
		if e == nil || m.Origin == entity.FromAuthor && m.Kind != e.Kind {
			continue
		}
		for _, k := range t.known(m.Span, e, told) {
			if k.When.IsZero() {
				continue
			}
			once := k
			once.Span = prose.Span{}
			if said[once]++; (k.Office != "" || k.Bound != "") && said[once] > 1 || said[once] > mostEvents {
				continue
			}
			known = append(known, k)
		}
	}
	clues := timeline.Clues(t.Analysis, t.lang, known)
	if last := t.Meta.Lastmod; !last.IsZero() {
		_, to := last.Bounds()
		clues = append(clues, timeline.Clue{Words: "lastmod: " + last.String(), Start: -1, Says: "not after it was changed", To: to, Weight: timeline.Strong})
	}
	if read := t.Meta.Source.Retrieved; read != "" {
		if d, err := day.Parse(read[:min(len(read), len("2006-01-02"))]); err == nil {
			_, to := d.Bounds()
			clues = append(clues, timeline.Clue{Words: "retrieved: " + read, Start: -1, Says: "not after it was read", To: to, Weight: timeline.Strong})
		}
	}
	return timeline.Date(clues)
}

// known returns what the register knows of an entity that helps to date the text
// that names it: an office that the words beside the name tell of, how old its bearer
// was, when somebody died, when it was founded, when it took place.
func (t *Text) known(name prose.Span, e *entity.Entity, told func(string) day.Date) []timeline.Known {
	switch e.Kind {
	case ner.Person:
		known := []timeline.Known{t.office(name, e), t.ageAfter(name, e)}
		if !e.Died.IsZero() && t.diesAfter(name) {
			known = append(known, timeline.Known{Span: name, When: e.Died})
		}
		return known
	case ner.Event:
		when := dateOfEvent(e)
		if when.IsZero() && told != nil {
			when = told(e.ID)
		}
		return []timeline.Known{{Span: name, When: when}}
	}
	if from, _ := e.Founded.Bounds(); !e.Founded.IsZero() && from != day.Earliest {
		since, _ := day.Parse(day.FromDay(from).String() + "/..")
		return []timeline.Known{{Span: name, When: since, Bound: "not before it was founded, " + e.Founded.Words("en")}}
	}
	return nil
}

// ageAfter returns when somebody was as old as the words after the name say: Ann
// Lund, 44, or Ann Lund (44).
func (t *Text) ageAfter(name prose.Span, e *entity.Entity) timeline.Known {
	if e.Born.IsZero() || e.Born.Precision() != day.Exact && e.Born.Precision() != day.Year || t.tellsOfAnotherTime(name) {
		return timeline.Known{}
	}
	s := t.Analysis.S[name.End:]
	rest, ok := strings.CutPrefix(s, ", ")
	if !ok {
		if rest, ok = strings.CutPrefix(s, " ("); !ok {
			return timeline.Known{}
		}
	}
	rest = strings.TrimPrefix(rest, "aged ")
	n, age := 0, 0
	for n < len(rest) && n < 3 && rest[n] >= '0' && rest[n] <= '9' {
		age = 10*age + int(rest[n]-'0')
		n++
	}
	const youngest, oldest = 1, 120
	if age < youngest || age > oldest || n == len(rest) || rest[n] != ',' && rest[n] != ')' && rest[n] != '.' {
		return timeline.Known{}
	}
	first, last := e.Born.Bounds()
	from, to := yearsAfter(first, age), yearsAfter(last, age+1)-1
	return timeline.Known{
		Span: prose.Span{Start: name.Start, End: name.End + len(s) - len(rest) + n}, When: day.Range(from, to),
		Bound: "of that age " + day.Range(from, to).Words("en"),
	}
}

// yearsAfter returns the same day of a later year; 1 March for 29 February.
func yearsAfter(d day.Day, n int) day.Day {
	y, m, dd := d.Civil()
	if dd > day.DaysIn(y+n, m) {
		return day.Of(y+n, m+1, 1)
	}
	return day.Of(y+n, m, dd)
}

// diesAfter reports that the words right after a name tell of its bearer's death.
func (t *Text) diesAfter(name prose.Span) bool {
	rest := strings.TrimPrefix(strings.TrimPrefix(t.Analysis.S[name.End:], ", who"), " who")
	for _, died := range [...]string{" died ", " has died ", " was killed ", " was assassinated ", " passed away ", " was shot dead "} {
		if strings.HasPrefix(rest, died) {
			return true
		}
	}
	return false
}

// office returns the office that the words beside a name give its bearer.
func (t *Text) office(name prose.Span, e *entity.Entity) timeline.Known {
	if k := t.officeBefore(name, e); !k.When.IsZero() {
		return k
	}
	return t.officeAfter(name, e)
}

// officeAfter returns the office that an aside after a name gives its bearer, with the
// term: William Hague, the Foreign Secretary.
func (t *Text) officeAfter(name prose.Span, e *entity.Entity) timeline.Known {
	aside, ok := strings.CutPrefix(t.Analysis.S[name.End:], ", ")
	if !ok {
		return timeline.Known{}
	}
	rest := strings.TrimPrefix(aside, "the ")
	var k timeline.Known
	for _, role := range e.Roles {
		for _, title := range titles(role.Title) {
			if role.When.IsZero() || len(rest) <= len(title) || !strings.EqualFold(rest[:len(title)], title) || !strings.ContainsRune(",. ", rune(rest[len(title)])) {
				continue
			}
			if k.When.IsZero() {
				k = timeline.Known{Span: prose.Span{Start: name.Start, End: name.End + len(t.Analysis.S[name.End:]) - len(rest) + len(title)}, When: role.When, Office: e.ID + " " + role.Title}
			} else {
				k.When = hull(k.When, role.When)
			}
			break
		}
	}
	if k.When.IsZero() || t.tellsOfAnotherTime(name) {
		return timeline.Known{}
	}
	return k
}

// titles returns the ways in which an office is written beside a name: President of
// Ruritania, and President.
func titles(office string) []string {
	if office == "" {
		return nil
	}
	if short, _, ok := strings.Cut(office, " of the "); ok {
		return []string{office, short}
	}
	if short, of, ok := strings.Cut(office, " of "); ok && of != "State" && of != "Staff" {
		return []string{office, short}
	}
	return []string{office}
}

// officeBefore returns the office that the words right before a name give its
// bearer, with the term for which the register says that they held it: Foreign
// Secretary William Hague. A sentence that names a date tells of another time.
func (t *Text) officeBefore(name prose.Span, e *entity.Entity) timeline.Known {
	s := t.Analysis.S
	const longest = 80
	from := max(0, name.Start-longest)
	if i := strings.LastIndexAny(s[from:name.Start], "\n.!?"); i >= 0 {
		from += i + 1
	}
	before := strings.TrimRight(s[from:name.Start], " ")
	var k timeline.Known
	for _, role := range e.Roles {
		for _, title := range titles(role.Title) {
			if role.When.IsZero() || len(before) < len(title) {
				continue
			}
			head := before[:len(before)-len(title)]
			if last, _ := utf8.DecodeLastRuneInString(head); unicode.IsLetter(last) || last == '-' || !strings.EqualFold(before[len(head):], title) || notInOffice(head) {
				continue
			}
			if k.When.IsZero() {
				k = timeline.Known{Span: prose.Span{Start: from + len(head), End: name.End}, When: role.When, Office: e.ID + " " + role.Title}
			} else {
				k.When = hull(k.When, role.When) // it was held more than once
			}
			break
		}
	}
	if k.When.IsZero() || t.tellsOfAnotherTime(name) {
		return timeline.Known{}
	}
	return k
}

// hull returns the interval from the beginning of the earlier to the end of the
// later of two.
func hull(a, b day.Date) day.Date {
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	from, to := "", ""
	if open, _ := a.Open(); !open {
		first, _ := a.Bounds()
		from = day.FromDay(first).String()
	}
	_, openA := a.Open()
	if _, openB := b.Open(); !openA && !openB {
		_, lastA := a.Bounds()
		_, lastB := b.Bounds()
		to = day.FromDay(max(lastA, lastB)).String()
	} else {
		to = ".."
	}
	d, _ := day.Parse(from + "/" + to)
	return d
}

// notInOffice reports that the words before an office say that its bearer does not
// hold it at the time: former, then, future.
func notInOffice(before string) bool {
	words := strings.FieldsFunc(before, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words[max(0, len(words)-4):] {
		switch strings.ToLower(w) {
		case "vice", "deputy", "shadow", "former", "formerly", "ex", "then", "late", "future", "incoming", "designate", "elect", "ehemalige", "ehemaliger", "damalige", "damaliger", "ancien", "antiguo":
			return true
		}
	}
	return false
}

// tellsOfAnotherTime reports that a date with its year stands in the sentence of a name.
func (t *Text) tellsOfAnotherTime(name prose.Span) bool {
	sentences := t.Analysis.Sentences
	i := sort.Search(len(sentences), func(i int) bool { return sentences[i].End > name.Start })
	if i == len(sentences) {
		return false
	}
	k := sort.Search(len(t.Times), func(k int) bool { return t.Times[k].Start >= sentences[i].Start })
	for ; k < len(t.Times) && t.Times[k].End <= sentences[i].End; k++ {
		if e := t.Times[k]; !e.Relative && !e.Date.IsZero() {
			return true
		}
	}
	return false
}

// dateOfEvent returns when an event of the register was, as the description in its
// file says: the days that it names, if they are not more than a month apart.
func dateOfEvent(e *entity.Entity) day.Date {
	if e.Description == "" {
		return day.Date{}
	}
	const most = 31
	var b prose.Builder
	b.Open(prose.Paragraph, 0)
	b.Write(e.Description, 0)
	b.Close()
	var from, to day.Day
	found := false
	for _, x := range timeline.Find(prose.Analyse(b.Text(), nil), timeline.Options{Narrative: true}) {
		if x.Type != timeline.DATE || x.Date.IsZero() {
			continue
		}
		first, last := x.Date.Bounds()
		if last-first > most {
			return day.Date{}
		}
		if !found {
			from, to, found = first, last, true
		}
		from, to = min(from, first), max(to, last)
	}
	if !found || to-from > most {
		return day.Date{}
	}
	return day.Range(from, to)
}

// Hint says in a line what a dating proposes and why; "" when it proposes nothing.
func Hint(d timeline.Dating) string {
	date := d.Proposed()
	if date.IsZero() {
		return ""
	}
	var why []string
	for _, c := range d.Clues {
		if !c.Against && len(why) < 4 {
			why = append(why, fmt.Sprintf("%q", c.Words))
		}
	}
	header := ""
	if h := d.Header(); !h.IsZero() {
		header = fmt.Sprintf(": add date: %s and dateBasis: inferred if that is right", h)
	}
	return fmt.Sprintf("its own words leave %s (%s), by %s%s", date, Days(d), strings.Join(why, ", "), header)
}

// Days says how many days a dating leaves, and which are likely if these are few.
func Days(d timeline.Dating) string {
	s := count(len(d.Days), "day", "days")
	if n := len(d.Likely); n > 0 && n < len(d.Days) && n <= 3 {
		names := make([]string, n)
		for i, at := range d.Likely {
			names[i] = day.FromDay(at).String()
		}
		s += ", likely " + strings.Join(names, " or ")
	}
	return s
}
