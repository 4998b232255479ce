package prose

// Class is a set of facts about a token.
type Class uint16

const (
	Word       Class = 1 << iota // has a letter
	Number                       // begins with a digit: 21, 21st, 1,400, 2.5, 1990s
	Punct                        // one punctuation mark or symbol
	Capital                      // begins with an upper-case letter
	AllCaps                      // has two or more letters, all upper-case
	Initial                      // one capital and a full stop: J.
	Abbrev                       // ends with a full stop that belongs to it: Mr., U.S., Jan.
	Space                        // white space stands before it
	LineStart                    // first token of a line
	Hyphenated                   // has an inner hyphen
)

// Token is a word, number or mark. A possessive ending is a token of its own
// ("Assad" + "'s"), an abbreviation keeps its full stop, a hyphenated word is one.
type Token struct {
	Start, End uint32
	Class      Class
	Sentence   uint32 // index of its sentence
}

// Analysis is a text with its tokens and sentences.
type Analysis struct {
	*Text
	Tokens    []Token
	Sentences []Span
}

// Analyse finds tokens and sentences. Sentences never cross blocks; every token
// lies in exactly one sentence. Time is linear in the text. buf, which may be
// nil, is memory to reuse.
func Analyse(t *Text, buf *Analysis) *Analysis { panic("prose.Analyse: not written yet") }
