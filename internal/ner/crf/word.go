package crf

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/gazetteer"
	"dateline/internal/prose"
)

// word is what the model knows of a word wherever it stands, and what it adds to
// the scores of the token itself and of its neighbours. Words are kept in a
// table of fixed size, so that one that comes again costs a few additions.
type word struct {
	key     uint64
	lower   uint64 // hash without case
	class   uint64 // hash of what kind of word it is, in short
	shape   uint64 // how it is written
	facts   gazetteer.Fact
	chain   uint32      // number of the chain that last had it
	cluster uint16      // of words used alike, plus 1; 0 when unknown
	known   uint8       // what the gazetteer has under this one word: its kind, and big
	ready   uint8       // which rows are summed, by place in rows
	phrases bool        // phrases of the gazetteer begin with it
	small   bool        // has no capital
	given   bool        // the vocabulary has it as a given name
	rows    [places]row // added to the token itself, and to those at the other offsets
	_       [8]byte     // whole lines of memory
}

// places are the tokens that a word tells of: itself, those 2 after, 1 after, 1
// before and 2 before it.
const (
	places = 5
	itself = 0
	big    = 1 << 5 // of what is known: a city that the world writes about
)

// rows[k] is added to the token at offsets[k] from the word.
var offsets = [places]int{0, +2, +1, -1, -2}

// Templates of features. The value of each is mixed with its number; those of
// neighbours have the offset added.
const (
	tBias = 1 + iota
	tForm
	tLower
	tShape
	tCluster
	tMiddle
	tPrefix
	tSuffix
	tFact
	tFacts
	tShapeFacts
	tShapeCluster
	tHead
	tTail
	tStyle
	tStyleLower
	tKnown
	tKnownShape
	tLength
	tGiven
	tPair        // with the word before, with the word after …
	tPhrase      // place in a phrase of the gazetteer
	tTitle       // a title stands before it
	tRun         // what the capitalised words around it begin and end with
	tFirst       // begins its sentence
	tEdge        // no word there
	tBetween     // of the words on both sides
	tShapeMiddle = tShapeCluster + 8*tNear
	tNear        = 32
)

// Feature returns the hash of a feature: a template and a value.
func feature(template int, value uint64) uint64 {
	h := (value ^ uint64(template)*0x9E3779B97F4A7C15) * 0xff51afd7ed558ccd
	return (h ^ h>>32) * 0xc4ceb9fe1a85ec53
}

func both(a, b uint64) uint64 {
	return (a*0x9E3779B97F4A7C15 ^ b>>29 ^ b) * 0xff51afd7ed558ccd
}

// shape is the coarse form of a token, a few bits.
func shapeOf(w string, class prose.Class, style Style) uint64 {
	const (
		small = iota
		capital
		capitals
		initial
		mixed // McDonald, iPhone
		number
		punct
		withDots // U.S.
	)
	var s uint64
	switch {
	case class&prose.Punct != 0 || class&(prose.Word|prose.Number) == 0:
		return punct | uint64(w[0])<<8
	case class&prose.Initial != 0:
		s = initial
	case class&prose.Number != 0:
		s = number
		return s | uint64(min(len(w), 5))<<8
	case strings.IndexByte(w, '.') > 0 && class&prose.Capital != 0 && class&prose.Abbrev != 0 && strings.IndexByte(w, '.') < len(w)-1:
		s = withDots
	case class&prose.AllCaps != 0:
		s = capitals
	case class&prose.Capital != 0:
		s = capital
		for _, r := range w[1:] {
			if unicode.IsUpper(r) {
				s = mixed
				break
			}
		}
	default:
		s = small
		for _, r := range w {
			if unicode.IsUpper(r) {
				s = mixed | 1<<6
				break
			}
		}
	}
	if class&prose.Hyphenated != 0 {
		s |= 1 << 4
	}
	if class&prose.Abbrev != 0 {
		s |= 1 << 5
	}
	if style == Titled || style == Shout {
		if s&7 != small && s&7 <= mixed {
			s = s&^7 | capital
		}
		if style == Titled && class&prose.AllCaps != 0 {
			s |= 1 << 7
		}
	}
	return s | uint64(style)<<12
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func hashString(s string) uint64 {
	h := uint64(fnvOffset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

func hashBytes(s []byte) uint64 {
	h := uint64(fnvOffset)
	for _, c := range s {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

// longestWord is how many bytes of a word are looked at.
const longestWord = 48

// fold appends w without case and accents, digits as 0, without the full stop
// of an abbreviation that has no other: "Mr." is "mr".
func fold(buf []byte, w string) []byte {
	if len(w) > 2 && w[len(w)-1] == '.' && strings.IndexByte(w, '.') == len(w)-1 {
		w = w[:len(w)-1]
	}
	for i := 0; i < len(w) && len(buf) < longestWord; {
		c := w[i]
		if c < utf8.RuneSelf {
			switch {
			case c >= 'A' && c <= 'Z':
				c += 'a' - 'A'
			case c >= '0' && c <= '9':
				c = '0'
			}
			buf = append(buf, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(w[i:])
		i += n
		if r == '’' {
			buf = append(buf, '\'')
			continue
		}
		a, b := gazetteer.Fold(r)
		if a != 0 {
			buf = utf8.AppendRune(buf, a)
		}
		if b != 0 {
			buf = utf8.AppendRune(buf, b)
		}
	}
	return buf
}

// describe fills in what is known of the word w, all but its rows.
func (m *Model) describe(d *word, world *gazetteer.World, w string, class prose.Class, style Style, lower []byte) {
	d.shape = shapeOf(w, class, style)
	d.facts = factOf(world, w, class)
	d.lower = hashBytes(lower)
	d.small = class&prose.Capital == 0
	letters := d.lower
	if class&prose.AllCaps != 0 && style == Plain && len(w) == 2 {
		dotted := [4]byte{lower[0], '.', lower[1], '.'} // US is used like U.S., not like us
		letters = hashBytes(dotted[:])
	}
	d.cluster, d.given = m.vocabulary(letters)
	var n gazetteer.Node
	for x, ok := gazetteer.Next(w, 0); ok; x, ok = gazetteer.Next(w, x.End) {
		if n, d.phrases = world.Names.Step(n, x.Hash); !d.phrases {
			break
		}
	}
	if d.phrases && n.Ends() {
		d.known = knownAs(world, n, w)
	}
	const telling = gazetteer.Given | gazetteer.Surname | gazetteer.Head | gazetteer.First | gazetteer.PlaceHead | gazetteer.PlaceBefore | gazetteer.Near |
		gazetteer.In | gazetteer.Says | gazetteer.Joint | gazetteer.Particle | gazetteer.Calendar | gazetteer.People | gazetteer.Suffix | gazetteer.TitlePart | gazetteer.Body | gazetteer.Other | gazetteer.Function
	f := d.facts & telling
	if f == 0 {
		f = d.facts & (gazetteer.Common | gazetteer.Frequent)
	}
	if f&gazetteer.Given != 0 {
		f = f&^gazetteer.Given | gazetteer.Male
	}
	d.class = both(d.shape, uint64(f)|uint64(d.known&^big)<<40)
}

// knownAs returns the kind of the first phrase that ends at n, the one word w,
// and whether it is big.
func knownAs(world *gazetteer.World, n gazetteer.Node, w string) (known uint8) {
	world.Names.At(n, func(text string, ref uint32) bool {
		k := world.Kind(ref)
		if !k.IsTitle() && !gazetteer.Match(strings.TrimSuffix(w, "."), strings.TrimSuffix(text, ".")) {
			return true
		}
		known = uint8(k)
		const many = 500_000 // inhabitants
		if k == gazetteer.City && (world.Noted(ref) || world.Population(ref) >= many) {
			known |= big
		}
		return false
	})
	return known
}

// features appends the features that the word w, without case lower, adds to the
// token at offsets[k] from it.
func (m *Model) features(fs []uint64, d *word, k int, w string, lower []byte, style Style) []uint64 {
	add := func(t int, v uint64) { fs = append(fs, feature(t, v)) }
	if k != itself {
		at := tNear * k
		add(at+tLower, d.lower)
		add(at+tShape, d.shape)
		if d.cluster != 0 {
			add(at+tCluster, uint64(d.cluster))
			add(at+tMiddle, uint64(m.middle[d.cluster-1]))
		}
		add(at+tFacts, d.class)
		for f := d.facts; f != 0; f &= f - 1 {
			add(at+tFact, uint64(f&-f))
		}
		if d.known != 0 {
			add(at+tKnown, uint64(d.known))
		}
		if o := offsets[k]; -1 <= o && o <= 1 && len(lower) > 3 {
			add(at+tSuffix, hashBytes(lower[len(lower)-3:]))
		}
		return fs
	}
	add(tBias, 0)
	add(tStyle, uint64(style))
	if style == Plain || style == Careless {
		add(tForm, hashString(w))
	} else {
		add(tStyleLower, both(uint64(style), d.lower))
	}
	add(tLower, d.lower)
	add(tShape, d.shape)
	if d.cluster != 0 {
		add(tCluster, uint64(d.cluster))
		add(tMiddle, uint64(m.middle[d.cluster-1]))
		add(tShapeCluster, both(d.shape, uint64(d.cluster)))
		add(tShapeMiddle, both(d.shape, uint64(m.middle[d.cluster-1])))
	} else {
		add(tShapeCluster, d.shape)
	}
	n := len(lower)
	for l := 1; l <= 5 && l < n; l++ {
		if l > 1 {
			add(tPrefix, hashBytes(lower[:l]))
		}
		add(tSuffix, hashBytes(lower[n-l:]))
	}
	for f := d.facts; f != 0; f &= f - 1 {
		add(tFact, uint64(f&-f))
	}
	add(tFacts, uint64(d.facts))
	add(tShapeFacts, d.class)
	add(tKnown, uint64(d.known))
	add(tKnownShape, both(uint64(d.known), d.shape))
	if d.given {
		add(tGiven, d.shape)
	}
	if h := bytes.IndexByte(lower, '-'); h > 0 && h+1 < n {
		add(tHead, hashBytes(lower[:h]))
		add(tTail, hashBytes(lower[h+1:]))
	}
	add(tLength, uint64(min(n, 12))<<8|d.shape&7)
	return fs
}
