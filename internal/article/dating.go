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
// it was published, for an article whose header does not.
func (t *Text) Dating(reg *entity.Register) timeline.Dating {
	var known []timeline.Known
	said := map[timeline.Known]int{} // without their places
	const mostEvents = 40            // mentions of one that are looked at
	for _, m := range t.Mentions {
		e := reg.Lookup(m.Entity)
		if e == nil || m.Origin == entity.FromAuthor && m.Kind != e.Kind {
			continue
		}
		var k timeline.Known
		switch e.Kind {
		case ner.Person:
			k = t.officeBefore(m.Span, e)
		case ner.Event:
			k.When = dateOfEvent(e)
		}
		if k.When.IsZero() {
			continue
		}
		if k.Office == "" {
			k.Span = m.Span
		}
		once := timeline.Known{When: k.When, Office: k.Office}
		if said[once]++; k.Office != "" && said[once] > 1 || said[once] > mostEvents {
			continue
		}
		known = append(known, k)
	}
	clues := timeline.Clues(t.Analysis, t.lang, known)
	if last := t.Meta.Lastmod; !last.IsZero() {
		_, to := last.Bounds()
		clues = append(clues, timeline.Clue{Words: "lastmod: " + last.String(), Start: -1, Says: "not after it was changed", To: to, Weight: timeline.Strong})
	}
	return timeline.Date(clues)
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
		if role.When.IsZero() || role.Title == "" || len(before) < len(role.Title) {
			continue
		}
		head := before[:len(before)-len(role.Title)]
		if last, _ := utf8.DecodeLastRuneInString(head); unicode.IsLetter(last) || last == '-' || !strings.EqualFold(before[len(head):], role.Title) || notInOffice(head) {
			continue
		}
		if k.When.IsZero() {
			k = timeline.Known{Span: prose.Span{Start: from + len(head), End: name.End}, When: role.When, Office: e.ID + " " + role.Title}
			continue
		}
		k.When = hull(k.When, role.When) // it was held more than once
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
		case "former", "formerly", "ex", "then", "late", "future", "incoming", "designate", "elect", "ehemalige", "ehemaliger", "damalige", "damaliger", "ancien", "antiguo":
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
