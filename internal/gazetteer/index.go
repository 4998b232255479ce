package gazetteer

import (
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
// a trie whose edges are hashed. Its memory is ready to use, one string, so that
// one made in advance needs no loading. The zero Index holds nothing.
//
// A slot of the table is the upper half of the hash of a phrase's first words
// and where in the list those phrases stand that end there (0: none does, the
// words only begin one). An element of the list is a Ref and where the text is;
// the lowest bit of the latter says that more follow under the same words.
type Index struct {
	slots, list, texts string
	mask               uint32
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
	if x.slots == "" {
		return Node{}, false
	}
	print := uint32(h >> 32)
	for i := uint32(h) & x.mask; ; i = (i + 1) & x.mask {
		at := u32(x.slots, int(i)*8+4)
		if at == 0 {
			return Node{}, false
		}
		if u32(x.slots, int(i)*8) == print {
			return Node{h, at - 1}, true
		}
	}
}

// At yields the phrases that end at n, best first, as Build was given them.
func (x *Index) At(n Node, yield func(text string, ref uint32) bool) {
	if n.at == 0 {
		return
	}
	for i := int(n.at-1) * 8; ; i += 8 {
		ref, t := u32(x.list, i), u32(x.list, i+4)
		if !yield(x.text(t>>1), ref) || t&1 == 0 {
			return
		}
	}
}

func (x *Index) text(at uint32) string {
	n := int(x.texts[at])<<8 | int(x.texts[at+1])
	return x.texts[at+2:][:n]
}

// mix continues the hash of a phrase by a word (after Murmur3's finaliser).
func mix(h, word uint64) uint64 {
	h = (h + 0x9E3779B97F4A7C15) ^ word
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

func u32(s string, i int) uint32 {
	s = s[i : i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// Build makes an Index. Phrases with the same words are kept in the order
// given. Phrases without a word, or longer than a thousand bytes, are left out.
func Build(phrases []Phrase) Index {
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
	if len(entries) == 0 {
		return Index{}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.hash < b.hash {
			return -1
		} else if a.hash > b.hash {
			return 1
		}
		return int(a.n - b.n)
	})
	size := 8
	for size < 2*(len(entries)+len(prefixes)) {
		size *= 2
	}
	if size > 8 && size*3/8 > len(entries)+len(prefixes) {
		size /= 2 // prefixes repeat; three quarters full is still quick
	}
	slots := make([]byte, size*8)
	mask := uint32(size - 1)
	put := func(h uint64, at uint32) {
		print := uint32(h >> 32)
		for i := uint32(h) & mask; ; i = (i + 1) & mask {
			slot := slots[i*8:]
			if binary.LittleEndian.Uint32(slot[4:]) == 0 {
				binary.LittleEndian.PutUint32(slot, print)
				binary.LittleEndian.PutUint32(slot[4:], at)
				return
			}
			if binary.LittleEndian.Uint32(slot) == print {
				return
			}
		}
	}
	list := make([]byte, 0, 8*len(entries))
	var texts strings.Builder
	where := map[string]uint32{} // texts of the same words; most have one
	for i, e := range entries {
		p := phrases[e.n]
		if i == 0 || entries[i-1].hash != e.hash {
			clear(where)
		}
		at, ok := where[p.Text]
		if !ok {
			at = uint32(texts.Len())
			if i+1 < len(entries) && entries[i+1].hash == e.hash {
				where[p.Text] = at
			}
			texts.WriteByte(byte(len(p.Text) >> 8))
			texts.WriteByte(byte(len(p.Text)))
			texts.WriteString(p.Text)
		}
		if i == 0 || entries[i-1].hash != e.hash {
			put(e.hash, uint32(len(list)/8)+2)
		}
		at <<= 1
		if i+1 < len(entries) && entries[i+1].hash == e.hash {
			at |= 1
		}
		list = binary.LittleEndian.AppendUint32(list, p.Ref)
		list = binary.LittleEndian.AppendUint32(list, at)
	}
	for _, h := range prefixes {
		put(h, 1)
	}
	return Index{string(slots), string(list), texts.String(), mask}
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
