package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf "golang.org/x/text/encoding/unicode"
)

// guessLength is how many bytes a guess looks at.
const guessLength = 1 << 14

// single is an encoding of one byte a letter, with the letters beyond ASCII of each
// language that is written in it, in lower case.
type single struct {
	charmap   *charmap.Charmap
	label     string
	languages []string
}

// The alphabets of languages, without their ASCII letters.
const (
	west       = "àâæçéèêëîïôœùûü|äöüß|áéíñóúü|áâãàçéêíóôõú|àèéìíîòóùú|àèéíïòóúüç|åäöæøéü|ëïéèöüáó|éèàçñöüïâêô"
	icelandic  = "áðéíóúýþæö"
	central    = "ąćęłńóśźż|áčďéěíňóřšťúůýž|áäčďéíĺľňóôŕšťúýž|áéíóöőúüű|ăâîșțşţ|čćđšž"
	turkish    = "çğıöşüâîû"
	russian    = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
	cyrillic   = russian + "|абвгґдеєжзиіїйклмнопрстуфхцчшщьюя|абвгдђежзијклљмнњопрстћуфхцчџш"
	greek      = "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ"
	commonMark = "“”„‘’‚‹›«»–—…·•°§€£©®™¿¡½¼²³ªº\u00a0"
)

// singles are the encodings that are told apart, the likeliest first: of two that
// explain a text equally well the first is taken.
var singles = []single{
	{charmap.Windows1252, "windows-1252", strings.Split(west+"|"+icelandic, "|")},
	{charmap.ISO8859_15, "iso-8859-15", strings.Split(west, "|")},
	{charmap.Windows1250, "windows-1250", strings.Split(central, "|")},
	{charmap.ISO8859_2, "iso-8859-2", strings.Split(central, "|")},
	{charmap.Windows1254, "windows-1254", []string{turkish}},
	{charmap.Windows1251, "windows-1251", strings.Split(cyrillic, "|")},
	{charmap.KOI8R, "koi8-r", []string{russian}},
	{charmap.ISO8859_5, "iso-8859-5", strings.Split(cyrillic, "|")},
	{charmap.Windows1253, "windows-1253", []string{greek}},
	{charmap.ISO8859_7, "iso-8859-7", []string{greek}},
	{charmap.Macintosh, "macintosh", strings.Split(west, "|")},
}

// multi is an encoding of several bytes a character, with characters that make up
// a good part of any text in it.
type multi struct {
	encoding encoding.Encoding
	label    string
	common   string
	scripts  []*unicode.RangeTable // whose characters count as common too
}

var multis = []multi{
	{japanese.ShiftJIS, "shift_jis", "日本人年月大会中国一", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}},
	{japanese.EUCJP, "euc-jp", "日本人年月大会中国一", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}},
	{korean.EUCKR, "euc-kr", "이다는을의에가고하지로한은사도를기자어서인시라나대", nil},
	{simplifiedchinese.GB18030, "gb18030", "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子得于着下自之年过发后作里用道行所然家事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样", nil},
	{traditionalchinese.Big5, "big5", "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子得於著下自之年過發後作裡用道行所然家事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣", nil},
}

// guessed returns the likely encoding of text that is not UTF-8 and declares
// nothing: the one in which most letters beyond ASCII are those of one language,
// and stand as letters do. What none explains is windows-1252.
func guessed(src []byte) (encoding.Encoding, string) {
	src = src[:min(len(src), guessLength)]
	best, bestScore := encoding.Encoding(charmap.Windows1252), 0.0
	label := "windows-1252"
	for _, s := range singles {
		if score := s.score(src); score > bestScore {
			best, bestScore, label = s.charmap, score, s.label
		}
	}
	for _, m := range multis {
		if score := m.score(src); score > bestScore {
			best, bestScore, label = m.encoding, score, m.label
		}
	}
	return best, label
}

// score is up to 1 for a text in which all characters beyond ASCII are letters of
// one language; what has no place in a text counts against it.
func (s *single) score(src []byte) float64 {
	var table [256]rune
	for i := range table {
		table[i] = s.charmap.DecodeByte(byte(i))
	}
	var counts [256]int
	high, odd := 0, 0
	before := ' '
	for i, c := range src {
		r := table[c]
		if c >= utf8.RuneSelf {
			high++
			counts[c]++
			after := ' '
			if i+1 < len(src) {
				after = table[src[i+1]]
			}
			switch {
			case r == utf8.RuneError, unicode.IsControl(r):
				odd += 2
			case unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) && (asciiLetter(before) || asciiLetter(after)):
				odd += 2 // two scripts in a word
			case !unicode.IsLetter(r) && r != '’' && r != '·' && unicode.IsLetter(before) && unicode.IsLetter(after):
				odd += 2 // a sign inside a word
			}
		}
		if unicode.IsUpper(r) && unicode.IsLower(before) && (c >= utf8.RuneSelf || before >= utf8.RuneSelf) {
			odd += 2 // a capital inside a word
		}
		before = r
	}
	if high == 0 {
		return 0
	}
	best := -high
	for _, alphabet := range s.languages {
		sum := 0
		for c := utf8.RuneSelf; c < len(counts); c++ {
			if counts[c] == 0 {
				continue
			}
			r := table[c]
			switch {
			case strings.ContainsRune(alphabet, unicode.ToLower(r)):
				sum += counts[c]
			case unicode.IsLetter(r):
				sum -= 2 * counts[c]
			case strings.ContainsRune(commonMark, r):
				sum += counts[c] / 2
			default:
				sum -= counts[c]
			}
		}
		best = max(best, sum)
	}
	return float64(best-odd) / float64(high)
}

func asciiLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// halfwidth is where the narrow forms begin, which single bytes of Shift-JIS stand for
// and texts hardly hold.
const halfwidth = '\uff61'

// score is up to 1 for a text in which a third of the characters beyond ASCII are
// among the commonest, as in any text of some length.
func (m *multi) score(src []byte) float64 {
	text, err := m.encoding.NewDecoder().Bytes(src)
	if err != nil {
		return 0
	}
	high, common, broken := 0, 0, 0
	for _, r := range string(text) {
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError:
			broken++
		case unicode.IsLetter(r):
			high++
			if unicode.In(r, m.scripts...) && r < halfwidth || strings.ContainsRune(m.common, r) {
				common++
			}
		}
	}
	if high == 0 || broken > 1+high/100 { // the sample may end inside a character
		return 0
	}
	return min(1, 3*float64(common)/float64(high))
}

// utf16Like finds UTF-16 without a mark: its spaces, line ends and Latin letters have
// a NUL in every second byte, always on the same side, which no text in another
// encoding has.
func utf16Like(head []byte) (encoding.Encoding, string) {
	head = head[:len(head)&^1]
	if len(head) < 8 {
		return nil, ""
	}
	var nul, ascii [2]int // by place in the pair: NULs, and ASCII beside a NUL
	both := 0             // pairs of two ASCII letters or marks: of Han characters it is every third
	for i := 0; i < len(head); i += 2 {
		if head[i] >= ' ' && head[i] < 0x7f && head[i+1] >= ' ' && head[i+1] < 0x7f {
			both++
		}
		for side := range 2 {
			if head[i+side] == 0 {
				nul[side]++
				if other := head[i+1-side]; other == '\n' || other == '\r' || other == '\t' || other >= ' ' && other < 0x7f {
					ascii[side]++
				}
			}
		}
	}
	pairs := len(head) / 2
	if both*10 >= pairs*7 { // ASCII with a NUL here and there
		return nil, ""
	}
	likely := func(side int) bool {
		return ascii[side]*20 >= pairs && ascii[side]*10 >= nul[side]*9 && nul[1-side]*20 <= nul[side]
	}
	var e encoding.Encoding
	var label string
	switch {
	case likely(1):
		e, label = utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), "utf-16le"
	case likely(0):
		e, label = utf.UTF16(utf.BigEndian, utf.IgnoreBOM), "utf-16be"
	default:
		return nil, ""
	}
	text, err := e.NewDecoder().Bytes(head)
	if err != nil {
		return nil, ""
	}
	odd, all := 0, 0
	for _, r := range string(text) {
		all++
		if !unicode.IsGraphic(r) && !unicode.IsSpace(r) || r == utf8.RuneError {
			odd++
		}
	}
	if odd*50 > all {
		return nil, ""
	}
	return e, label
}
