package main

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// running writes the words of a document as running text and says where each stands.
type running struct {
	strings.Builder
	glue, open     bool // the next word joins; a double quote is open
	number, digits bool // the last word was a number; a number and a comma
}

func (r *running) sentence() {
	r.WriteString("\n\n")
	r.glue, r.open, r.number, r.digits = true, false, false, false
}

func (r *running) word(w string) (from, to int) {
	joins := r.Len() == 0 || r.glue
	r.glue = false
	switch strings.ToLower(w) {
	case ".", ",", ";", ":", "?", "!", ")", "]", "}", "%", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "...", "''", "”", "’", "’s", "n’t":
		joins = true
	case "(", "[", "{", "$", "``", "“", "‘":
		r.glue = true
	case `"`:
		joins = joins || r.open
		r.glue = r.glue || !r.open
		r.open = !r.open
	}
	if w[0] >= '0' && w[0] <= '9' && r.digits {
		joins = true
	}
	r.digits = (w == "," || w == ".") && r.number
	r.number = w[0] >= '0' && w[0] <= '9'
	if !joins {
		r.WriteByte(' ')
	}
	from = r.Len()
	r.WriteString(w)
	return from, r.Len()
}

// recased returns a copy of d in which every word is capitalised in a way:
// 1 all letters, 2 the first letter of each, 3 the same but for short words, 4 none.
func recased(d doc, way int) doc {
	var out doc
	for _, s := range d.sentences {
		c := sentence{names: s.names}
		for i, w := range s.words {
			switch {
			case way == 1:
				w = strings.ToUpper(w)
			case way == 4:
				w = strings.ToLower(w)
			case way == 3 && i > 0 && len(w) <= 3:
			default:
				if r, n := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
					w = string(unicode.ToUpper(r)) + w[n:]
				}
			}
			c.words = append(c.words, w)
		}
		out.sentences = append(out.sentences, c)
	}
	return out
}
