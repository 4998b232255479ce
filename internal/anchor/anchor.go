// Package anchor owns places in a text that goes on being edited. A place is known by
// a Quote: its words, what stood before and after them, and where they stood (the
// TextQuoteSelector and TextPositionSelector of W3C's Web Annotation Data Model,
// 2017). Find looks for the places of many quotes at once in the text as it is now.
//
// A quote is on its words again or it is unclear; it never falls on other words that
// happen to be the same. So much is asked of a place as is needed to rule out that the
// quoted words were deleted and these are another occurrence of them: what stands
// around them word for word, or most of it and the right distance from places that are
// certain. No two quotes of different places share one.
//
// It knows nothing of what a quote is for. Values do not change once made.
package anchor

import (
	"strings"
	"unicode/utf8"

	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// Quote is a place in a text as it was.
type Quote struct {
	Exact          string // its words
	Prefix, Suffix string // what stood before and after, on both sides up to as much as the writer likes
	Start          int    // where Exact began, in code points; a hint. 0 is also for "not known"
}

// Place is where a quote is now.
type Place struct {
	prose.Span
	// Candidates are, when the place is unclear, where the same words stand and
	// might be meant, likeliest first; at most MaxCandidates.
	Candidates []prose.Span
	Clear      bool
}

// MaxCandidates is how many places of an unclear quote are named.
const MaxCandidates = 3

// How many code points Take quotes on either side: as many as other annotators of the
// web do, and more where the same stands elsewhere too.
const (
	around     = 32
	mostAround = 8 * around
)

// Take quotes the words at a span of s. The context is cut between words.
func Take(s string, at prose.Span) Quote {
	q := take(s, at, around)
	for n := 2 * around; n <= mostAround && strings.Count(s, q.Prefix+q.Exact+q.Suffix) > 1; n *= 2 {
		q = take(s, at, n)
	}
	return q
}

func take(s string, at prose.Span, around int) Quote {
	from := at.Start
	for n := 0; from > 0 && n < around; n++ {
		_, size := utf8.DecodeLastRuneInString(s[:from])
		from -= size
	}
	if from > 0 {
		from += wordsFrom(s[from-1 : at.Start])
	}
	to := at.End
	for n := 0; to < len(s) && n < around; n++ {
		_, size := utf8.DecodeRuneInString(s[to:])
		to += size
	}
	if to < len(s) {
		to = at.End + wordsTo(s[at.End:to+1])
	}
	return Quote{
		Exact: s[at.Start:at.End], Prefix: s[from:at.Start], Suffix: s[at.End:to],
		Start: utf8.RuneCountInString(s[:at.Start]),
	}
}

// wordsFrom returns how much of s[1:] to leave out so that it begins with a whole
// word; nothing when that is most of it.
func wordsFrom(s string) int {
	if i := strings.IndexAny(s, " \n"); i >= 0 && i < len(s)/2 {
		return i
	}
	return 0
}

// wordsTo returns how much of s[:len(s)-1] to keep so that it ends with a whole word.
func wordsTo(s string) int {
	if i := strings.LastIndexAny(s, " \n"); i > len(s)/2 {
		return i
	}
	return len(s) - 1
}

// Find returns the place of each of qs in s. Its time is linear in the text and in the
// quotes together.
func Find(s string, qs []Quote) []Place {
	out := make([]Place, len(qs))
	if len(qs) == 0 {
		return out
	}
	f := newFinder(s, qs)
	f.certain()
	f.likely()
	for i := range qs {
		out[i] = f.place(f.spotOf[i])
	}
	return out
}

// word is a word of the text.
type word struct {
	gazetteer.Word
	char int32 // code points before it
}

// site is where the words of some quotes stand in the text now.
type site struct {
	at    int   // bytes
	char  int32 // code points
	first int32 // its first word, and the first after it
	next  int32
	taken int32 // the spot that is there, -1 while it is free
}

// phrase is words that are quoted, with everywhere they stand.
type phrase struct {
	text  string
	sites []site
	spots int                // places that quote them
	near  map[uint64][]int32 // sites by the words beside them; made when there are many
}

// spot is a place as it was, of one or more quotes.
type spot struct {
	Quote
	phrase int32
	site   int32 // index of the phrase's site where it is, -1 while that is not known
	sure   bool  // its place is certain enough to tell that of its neighbours
	seen   []look
	looked bool
}

// finder looks for the places of quotes.
type finder struct {
	s       string
	words   []word
	pairs   map[uint64]int32 // how often two words follow each other
	phrases []phrase
	spots   []spot // by Start
	spotOf  []int32
	budget  int // comparisons of contexts that are left
}

// place returns where a spot is.
func (f *finder) place(n int32) Place {
	sp := &f.spots[n]
	if sp.phrase < 0 {
		return Place{}
	}
	p := &f.phrases[sp.phrase]
	if sp.site >= 0 {
		at := p.sites[sp.site].at
		return Place{Span: prose.Span{Start: at, End: at + len(sp.Exact)}, Clear: true}
	}
	return Place{Candidates: f.candidates(sp)}
}

// candidates returns where the words of an unclear spot stand that nobody else has.
func (f *finder) candidates(sp *spot) []prose.Span {
	p := &f.phrases[sp.phrase]
	var out []prose.Span
	for _, l := range sp.seen {
		if at := p.sites[l.site].at; p.sites[l.site].taken < 0 && len(out) < MaxCandidates {
			out = append(out, prose.Span{Start: at, End: at + len(sp.Exact)})
		}
	}
	return out
}
