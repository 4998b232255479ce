package entity

import (
	"strings"
	"unicode/utf8"

	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// Anchor finds the words that a decision is about in the running text s. It
// reports false when they do not stand between the words that stood around them,
// or stand so more than once and not where they stood: a decision must never
// fall on other words.
func Anchor(s string, d Decision) (prose.Span, bool) {
	spans := anchor(s, []Decision{d})
	return spans[0], spans[0].Start >= 0
}

// anchor does what Anchor does for each of ds, in one walk over the text. Where
// there is no place for a decision, its Start is -1.
func anchor(s string, ds []Decision) []prose.Span {
	phrases := make([]gazetteer.Phrase, 0, len(ds))
	for i, d := range ds {
		phrases = append(phrases, gazetteer.Phrase{Text: d.Exact, Ref: uint32(i)})
	}
	index := gazetteer.Build(phrases)
	type spot struct {
		at, n  int // of the only or rightly placed one; how many
		placed bool
	}
	spots := make([]spot, len(ds))
	chars, upTo := 0, 0 // code points before upTo
	for w, ok := gazetteer.Next(s, 0); ok; w, ok = gazetteer.Next(s, w.End) {
		n, on := index.Step(gazetteer.Node{}, w.Hash)
		for x := w; on; {
			if n.Ends() {
				index.At(n, func(_ string, ref uint32) bool {
					d, sp := &ds[ref], &spots[ref]
					lead, _ := gazetteer.Next(d.Exact, 0)
					at := w.Start - lead.Start
					if at < 0 || !strings.HasPrefix(s[at:], d.Exact) || !strings.HasSuffix(s[:at], d.Prefix) || !strings.HasPrefix(s[at+len(d.Exact):], d.Suffix) {
						return true
					}
					chars += utf8.RuneCountInString(s[min(upTo, at):at])
					if at < upTo {
						chars -= utf8.RuneCountInString(s[at:upTo])
					}
					upTo = at
					sp.n++
					if chars == d.Start {
						sp.at, sp.placed = at, true
					} else if !sp.placed {
						sp.at = at
					}
					return true
				})
			}
			next, more := gazetteer.Next(s, x.End)
			if !more || next.Start-x.End > 64 {
				break
			}
			x = next
			n, on = index.Step(n, x.Hash)
		}
	}
	out := make([]prose.Span, len(ds))
	for i := range ds {
		d, sp := &ds[i], spots[i]
		bare := strings.TrimSpace(d.Prefix) == "" && strings.TrimSpace(d.Suffix) == ""
		if d.Exact == "" || sp.n == 0 || sp.n > 1 && !sp.placed || bare && !sp.placed {
			out[i].Start = -1
			continue
		}
		out[i] = prose.Span{Start: sp.at, End: sp.at + len(d.Exact)}
	}
	return out
}
