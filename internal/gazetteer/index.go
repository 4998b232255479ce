package gazetteer

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Phrase is a name and what it refers to; the meaning of Ref is its maker's.
type Phrase struct {
	Text string
	Ref  uint32
}

// Index finds phrases in text, word by word, each word in constant time: it is
// a trie whose edges are hashed. The zero Index holds nothing.
//
// Its table has the hash of the first words of every phrase, with the position,
// plus 2, in the list of those phrases that end there, or 1: none does, the words
// only begin one. An element of the list is a Ref and where the text is; the
// lowest bit of the latter says that more follow under the same words.
type Index struct {
	steps       table
	list, texts string
}

// Node is a place in an Index: the words read so far. The zero Node is its start.
type Node struct {
	hash uint64
	at   uint32 // position in the list, plus 1
}

// Ends reports whether some phrase ends here.
func (n Node) Ends() bool { return n.at != 0 }

// Step reads a word. It reports false when no phrase goes on so.
func (x *Index) Step(n Node, word uint64) (Node, bool) {
	h := mix(n.hash, word)
	at := x.steps.find(h)
	if at == 0 {
		return Node{}, false
	}
	return Node{h, at - 1}, true
}

// At yields the phrases that end at n, best first, as Build was given them.
func (x *Index) At(n Node, yield func(text string, ref uint32) bool) {
	if n.at == 0 {
		return
	}
	for i := int(n.at-1) * 8; ; i += 8 {
		ref, t := u32(x.list, i), u32(x.list, i+4)
		text, _ := textAt(x.texts, t>>1)
		if !yield(text, ref) || t&1 == 0 {
			return
		}
	}
}

// mix continues the hash of a phrase by a word (after Murmur3's finaliser).
func mix(h, word uint64) uint64 {
	h = (h + 0x9E3779B97F4A7C15) ^ word
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Build makes an Index. Phrases with the same words are kept in the order
// given. Phrases without a word, or longer than a thousand bytes, are left out.
func Build(phrases []Phrase) Index {
	var texts texts
	x := build(phrases, &texts, shape{prints: 4, numbers: 4})
	x.texts = texts.memory.String()
	return x
}

// build makes an Index without its texts, which it puts into texts.
func build(phrases []Phrase, texts *texts, s shape) Index {
	type entry struct {
		hash uint64
		n    int32 // index in phrases
	}
	const longest = 1000
	entries := make([]entry, 0, len(phrases))
	var prefixes []uint64
	for i, p := range phrases {
		if len(p.Text) > longest {
			continue
		}
		h := uint64(0)
		first := true
		for w, ok := Next(p.Text, 0); ok; w, ok = Next(p.Text, w.End) {
			if !first {
				prefixes = append(prefixes, h)
			}
			h, first = mix(h, w.Hash), false
		}
		if !first {
			entries = append(entries, entry{h, int32(i)})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Compare(a.n, b.n)
	})
	list := make([]byte, 0, 8*len(entries))
	pairs := make([]pair, 0, len(entries)+len(prefixes))
	for i, e := range entries {
		if i == 0 || entries[i-1].hash != e.hash {
			pairs = append(pairs, pair{e.hash, uint32(i) + 2})
		}
		p := phrases[e.n]
		more := i+1 < len(entries) && entries[i+1].hash == e.hash
		at := texts.find(p.Text, more) << 1
		if more {
			at |= 1
		}
		list = binary.LittleEndian.AppendUint32(list, p.Ref)
		list = binary.LittleEndian.AppendUint32(list, at)
	}
	for _, h := range prefixes {
		pairs = append(pairs, pair{h, 1})
	}
	const percent = 50
	return Index{steps: newTable(pairs, percent, s), list: string(list)}
}

// Match reports whether words of a text, as written, are the phrase: the same
// letters but for accents; a capital wherever the phrase has one that begins a
// word, so that "us" is not "US" nor "will" Will; and a comma, bracket or line
// end between them only where the phrase has one too. Words in capitals
// throughout match any phrase but one of capitals only, which they must equal,
// and a phrase in small letters throughout matches nothing else.
func Match(words, phrase string) bool {
	if words == phrase {
		return true
	}
	wi, pi := 0, 0
	shout := false // the text is in capitals where the phrase is not
	calm := false  // the text has a small letter
	for {
		w, ok := Next(words, wi)
		p, pok := Next(phrase, pi)
		if ok != pok {
			return false
		}
		if !ok {
			return !(shout && calm)
		}
		if w.Hash != p.Hash || wi > 0 && !sameGap(words[wi:w.Start], phrase[pi:p.Start]) {
			return false
		}
		ws, ps := words[w.Start:w.End], phrase[p.Start:p.End]
		wu, wl := cases(ws)
		pu, pl := cases(ps)
		if wl {
			calm = true
		}
		wr, _ := utf8.DecodeRuneInString(ws)
		pr, _ := utf8.DecodeRuneInString(ps)
		switch {
		case unicode.IsUpper(pr) && !unicode.IsUpper(wr):
			return false
		case pu && !pl && len(ps) > 1 && wl: // US is not Us
			return false
		case !unicode.IsUpper(pr) && unicode.IsUpper(wr) && !(wu && !wl) && wi == 0 && allSmall(phrase):
			return false
		}
		if wu && !wl && len(ws) > 1 && pl {
			shout = true
		}
		wi, pi = w.End, p.End
	}
}

func allSmall(s string) bool {
	for _, r := range s {
		if unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// cases reports whether s has capitals and small letters.
func cases(s string) (upper, small bool) {
	for _, r := range s {
		upper = upper || unicode.IsUpper(r)
		small = small || unicode.IsLower(r)
	}
	return upper, small
}

// sameGap reports whether what stands between two words of a text may stand for
// what does in a phrase: spaces, hyphens, full stops and apostrophes are alike.
func sameGap(text, phrase string) bool {
	if len(text) > 8 {
		return false
	}
	newline := 0
	for _, r := range text {
		switch r {
		case ' ', '-', '.', '\'', '’', '‘', 'ʼ', '‑', '–', '\u00a0', '\t':
		case '\n', '\r':
			if newline++; newline > 2 {
				return false
			}
		default:
			if !strings.ContainsRune(phrase, r) {
				return false
			}
		}
	}
	return true
}
