package timeline

import (
	"slices"
	"strings"
	"sync"

	"dateline/internal/day"
	"dateline/internal/prose"
)

// Find returns the expressions of time in order, never overlapping, never inside a Quiet span.
//
// It is a recursive-descent parser over the tokens of each sentence, which
// tries the longest reading at every token that may begin one; no reading looks
// further than a few tokens, so time is linear in the text. Languages other than
// English are read by a smaller grammar, and those without a lexicon for dates
// in digits alone.
func Find(a *prose.Analysis, opt Options) []Expression {
	room := entries.Get().(*[]entry)
	f := find(a, opt, *room)
	if *room = f.lex; len(f.lex) <= mostEntries {
		entries.Put(room)
	}
	return f.out
}

// entries are memory for what the words of a text mean, used again from one to the next.
var entries = sync.Pool{New: func() any { return new([]entry) }}

const mostEntries = 1 << 14 // tokens that memory is kept for

// find returns a finder that has read the whole text. room is memory for its entries.
func find(a *prose.Analysis, opt Options, room []entry) *finder {
	f := &finder{a: a, opt: opt, toks: split(a), lang: languageOf(opt.Lang)}
	f.post = f.lang == nil && isPost(a)
	f.lex = slices.Grow(room[:0], len(f.toks))[:len(f.toks)]
	for i, t := range f.toks {
		switch {
		case t.Class&prose.Word == 0:
			f.lex[i] = entry{}
		case f.lang == nil:
			f.lex[i] = english.look(a.S, t)
			if f.post && f.lex[i].class == 0 {
				f.lex[i] = english.inPost(a.S, t)
			}
		default:
			f.lex[i] = f.lang.words.lookAny(a.S, t)
		}
	}
	if opt.Published.Precision() == day.Exact {
		f.pub, _ = opt.Published.Bounds()
		f.dated = true
	}
	f.narrative = opt.Narrative || !opt.News && f.tellsStory()
	quiet := a.Quiet
	first := begins
	if f.lang != nil {
		first |= cAgo
	}
	for i := 0; i < len(f.toks); {
		for len(quiet) > 0 && quiet[0].End <= int(f.toks[i].Start) {
			quiet = quiet[1:]
		}
		if len(quiet) > 0 && int(f.toks[i].End) > quiet[0].Start {
			i++
			continue
		}
		if i >= f.limit {
			f.enter(i)
		}
		if f.lex[i].class&first == 0 && f.toks[i].Class&(prose.Number|prose.Hyphenated) == 0 && !f.shortens(i) {
			i++
			continue
		}
		var r result
		var ok bool
		if f.lang == nil {
			r, ok = f.expression(i)
		} else {
			r, ok = f.plain(i)
		}
		if !ok || r.end <= i || len(quiet) > 0 && int(f.toks[r.end-1].End) > quiet[0].Start {
			i++
			continue
		}
		f.emit(i, r)
		i = r.end
	}
	return f
}

// shortens reports that token i is the apostrophe of '90s.
func (f *finder) shortens(i int) bool {
	return f.toks[i].Class&prose.Punct != 0 && i+1 < len(f.toks) && f.toks[i+1].Class&prose.Number != 0 && f.a.S[f.toks[i].Start] != '('
}

// finder is the state of one run of Find.
type finder struct {
	a         *prose.Analysis
	opt       Options
	toks      []prose.Token
	lang      *language // nil is English
	lex       []entry   // what the lexicon says of each token
	pub       day.Day   // when dated
	dated     bool
	narrative bool
	post      bool // a short message, where capitals say nothing
	first     int  // the first token of the sentence
	limit     int  // the token after the sentence
	titled    bool // the sentence is in title case or capitals, so that capitals say nothing
	last      when // the last date mentioned
	quarter   when // the last quarter mentioned
	depth     int  // how many readings of core are under way
	out       []Expression
}

// result is a reading of some tokens.
type result struct {
	end    int // the token after it
	typ    Type
	value  string
	date   day.Date
	rel    bool
	anchor day.Date
	reason string
	at     when // the calendar unit it names, for what is counted from it
	approx bool
}

// enter makes the sentence that begins at token i the current one.
func (f *finder) enter(i int) {
	f.first, f.limit = i, i
	words, capitals := 0, 0
	for f.limit < len(f.toks) && f.toks[f.limit].Sentence == f.toks[i].Sentence {
		if t := f.toks[f.limit]; t.Class&prose.Word != 0 && t.End-t.Start > 3 {
			words++
			if t.Class&prose.Capital != 0 {
				capitals++
			}
		}
		f.limit++
	}
	f.titled = f.post || words > 2 && capitals*10 >= words*8
}

func (f *finder) emit(i int, r result) {
	e := Expression{
		Span: prose.Span{Start: int(f.toks[i].Start), End: int(f.toks[r.end-1].End)},
		Type: r.typ, Value: r.value, Date: r.date, Relative: r.rel, Anchor: r.anchor, Reason: r.reason,
	}
	if r.approx && !e.Date.IsZero() {
		e.Date = e.Date.AsApproximate()
	}
	e.Deadline = f.deadline(i)
	f.out = append(f.out, e)
	if !r.at.isZero() && (r.typ == DATE || r.typ == TIME) {
		if r.at.unit == quarter {
			f.quarter = r.at
		}
		f.last = r.at
	}
}

// deadline reports that what begins at token i is when something must be done:
// until, by, before, no later than.
func (f *finder) deadline(i int) bool {
	if f.lang != nil {
		return f.has(i-1, cBound) || f.has(i-1, cIn|cThe) && f.has(i-2, cBound)
	}
	for j := i - 1; j >= f.first && j >= i-2; j-- {
		switch {
		case f.is(j, deadlineWords...):
			return true
		case !f.is(j, "the", "on", "of"):
			return false
		}
	}
	return false
}

// is reports that token i is one of the words, in any case of letters. Tokens
// outside the sentence are nothing.
func (f *finder) is(i int, words ...string) bool {
	if i < f.first || i >= f.limit {
		return false
	}
	w := f.text(i)
	for _, x := range words {
		if len(x) == len(w) && (x[0]^w[0])&^0x20 == 0 && strings.EqualFold(x, w) {
			return true
		}
	}
	return false
}

// follows reports that the last expression ends right before token i.
func (f *finder) follows(i int) bool {
	return len(f.out) > 0 && i > f.first && f.out[len(f.out)-1].End == int(f.toks[i-1].End)
}

func (f *finder) text(i int) string { return f.a.S[f.toks[i].Start:f.toks[i].End] }

// has reports that token i, which is in the sentence, is of a class.
func (f *finder) has(i int, c class) bool {
	return i >= f.first && i < f.limit && f.lex[i].class&c != 0
}

// kind reports that token i, which is in the sentence, is of a class of prose.
func (f *finder) kind(i int, c prose.Class) bool {
	return i >= f.first && i < f.limit && f.toks[i].Class&c != 0
}

// glued reports that no white space stands before token i, which is in the sentence.
func (f *finder) glued(i int) bool {
	return i > f.first && i < f.limit && f.toks[i].Class&(prose.Space|prose.LineStart) == 0
}

// val is the number of token i, 0 outside the sentence.
func (f *finder) val(i int) int {
	if i < f.first || i >= f.limit {
		return 0
	}
	return int(f.lex[i].val)
}

// named reports that a capital shows token i to be part of a name, such as a
// programme's (This Morning), not a word of time.
func (f *finder) named(i int) bool {
	return i > f.first && f.kind(i, prose.Capital) && !f.titled && !f.kind(i-1, prose.Punct)
}

// tellsStory reports that the text counts from the dates it names rather than
// from its own: years are written out, and days are not named as seen from today.
func (f *finder) tellsStory() bool {
	years, today := 0, 0
	for i, t := range f.toks {
		switch {
		case t.Class&prose.Number != 0 && t.End-t.Start == 4 && t.Class&prose.Word == 0:
			if y := number(f.a.S[t.Start:t.End]); y >= 1000 && y <= 2100 {
				years++
			}
		case f.lex[i].class&(cWeekday|cDay) != 0:
			today++
		case f.lex[i].class&(cLast|cNext) != 0 && i+1 < len(f.toks) && f.lex[i+1].class&cUnit != 0 && (i == 0 || f.lex[i-1].class&cThe == 0):
			today++
		case f.lex[i].class&cThis != 0 && f.is(i, "this") && i+1 < len(f.toks) && f.lex[i+1].class&cUnit != 0 && f.lex[i+1].class&cPlural == 0:
			today++
		}
	}
	return years >= 5 && years > 6*today || !f.dated && years >= 2 && years > today
}

// number reads a whole number of at most six digits, with or without commas; -1 is none.
func number(s string) int {
	if len(s) > 7 {
		return -1
	}
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = 10*n + int(c-'0')
		case c != ',':
			return -1
		}
	}
	return n
}
