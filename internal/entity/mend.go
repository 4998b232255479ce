package entity

import (
	"strings"
	"unicode"

	"dateline/internal/gazetteer"
	"dateline/internal/ner"
)

// mend makes a name of a place or an organisation the longer one that the world knows, or
// that it is part of by its form, and is less sure of what may be part of a longer
// one. It reports false when the words are no name: of a nation, of a title.
func (f *finder) mend(c *cand) bool {
	if f.allAre(f.a.S[c.Start:c.End], gazetteer.People) {
		return false // a Syrian is not Syria
	}
	if c.kind == ner.Organisation && f.isBody(f.a.S[c.Start:c.End]) {
		c.score = max(c.score, (1+c.score)/2) // the University of Lima
	}
	if before, ok := strings.CutSuffix(f.a.S[:c.Start], " of "); ok {
		return f.mendOf(c, f.wordBefore(len(before)))
	}
	if c.kind != ner.Organisation || c.Start == 0 || f.a.S[c.Start-1] != ' ' {
		return true
	}
	last := f.a.S[c.Start:c.End]
	last = last[strings.LastIndexByte(last, ' ')+1:]
	nation := f.wordBefore(c.Start - 1)
	if f.facts(nation)&gazetteer.TitlePart != 0 && f.allAre(f.a.S[c.Start:c.End], gazetteer.TitlePart) {
		return false // Secretary State
	}
	if nation == c.Start-1 || f.facts(nation)&gazetteer.People == 0 || f.r.world.Facts(gazetteer.Hash(last))&gazetteer.Head == 0 {
		return true
	}
	if best, _ := f.r.entry(f.a.S[c.Start:c.End]); best >= 0 {
		return true // the British Foreign Office
	}
	c.Start = nation // the Syrian Air Force
	c.score = max(c.score, (1+c.score)/2)
	if nation > 0 && f.a.S[nation-1] == ' ' {
		if first := f.wordBefore(nation - 1); first < nation-1 {
			if best, _ := f.r.entry(f.a.S[first:c.End]); best >= 0 {
				c.Start = first // the Free Syrian Army
			}
		}
	}
	return true
}

// isSort reports whether words that end with "of" say that a place is named after them.
func isSort(words string) bool {
	switch strings.TrimSuffix(words, " of ") {
	case "crossing", "province", "region", "port", "suburb", "district", "governorate", "county", "island", "outpost", "neighbourhood", "neighborhood",
		"quarter", "hamlet", "enclave", "peninsula", "oasis", "settlement":
		return true
	}
	return false
}

// isBody reports whether a name has the form of an organisation's: what it is, and of or
// for what.
func (f *finder) isBody(name string) bool {
	for _, of := range [...]string{" of ", " for "} {
		if i := strings.Index(name, of); i > 0 {
			kind := name[strings.LastIndexByte(name[:i], ' ')+1 : i]
			return f.r.world.Facts(gazetteer.Hash(kind))&(gazetteer.First|gazetteer.Head) != 0
		}
	}
	return false
}

// mendOf mends a name before which stands "of", and before that a word that begins
// at a place of the text.
func (f *finder) mendOf(c *cand, from int) bool {
	words := f.a.S[from:c.End]
	if (f.facts(from)&(gazetteer.Near|gazetteer.PlaceHead) != 0 || isSort(f.a.S[from:c.Start])) && c.kind == ner.Place && !unicode.IsUpper(firstRune(words)) {
		c.score = max(c.score, 0.8) // the town of Maalula
		return true
	}
	if !unicode.IsUpper(firstRune(words)) && f.facts(from)&gazetteer.TitlePart == 0 {
		return true
	}
	if n, ok := walk(&f.r.world.Names, words); ok {
		title, longer := false, false
		f.r.world.Names.At(n, func(text string, n uint32) bool {
			k := f.r.world.Kind(n)
			title = title || k.IsTitle()
			longer = longer || k.IsPlace() || k == gazetteer.Organisation
			return true
		})
		if title {
			return false // Secretary of State
		}
		if longer {
			c.Start = from
			return true
		}
	}
	const parts = gazetteer.Head | gazetteer.First | gazetteer.PlaceHead | gazetteer.PlaceBefore
	if f.facts(from)&parts != 0 && unicode.IsUpper(firstRune(words)) && !isPolity(words) {
		c.score /= 2 // Columbia of the District of Columbia
	}
	return true
}

// wordBefore returns where the word begins that ends at a place of the text, unless
// it is very long or another name's: then that place.
func (f *finder) wordBefore(end int) int {
	const most = 24 // bytes
	from := max(0, end-most)
	from += strings.LastIndexAny(f.a.S[from:end], " \n\t(“\"'—") + 1
	if n := len(f.cands); from == end-most || n > 0 && f.cands[n-1].End > from {
		return end
	}
	for from < end && f.a.S[from]&0xC0 == 0x80 { // the rest of a mark
		from++
	}
	return from
}

// facts returns what is known of the word at a place of the text.
func (f *finder) facts(at int) gazetteer.Fact {
	w, ok := gazetteer.Next(f.a.S, at)
	if !ok || w.Start != at {
		return 0
	}
	return f.r.world.Facts(w.Hash)
}
