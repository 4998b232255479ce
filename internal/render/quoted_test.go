package render

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWhoSpeaks(t *testing.T) {
	// The name that is asked about stands in brackets.
	for text, want := range map[string]bool{
		`“The harbour will open before winter,” [Fenwick] said.`:                              true,
		`"The harbour will open before winter", said [Orla Fenwick].`:                         true,
		`“The harbour will open before winter,” said Harbour Master [Fenwick] in Quillhaven.`: true,
		`[Fenwick] said: “The harbour will open before winter.”`:                              true,
		`[Fenwick] told reporters on the quay that “the harbour will open before winter”.`:    true,
		`„Der Hafen öffnet noch vor dem Winter“, sagte [Fenwick].`:                            true,
		`« Le port ouvrira avant cet hiver », a déclaré [Fenwick].`:                           true,
		`«El puerto abrirá antes del invierno», dijo [Fenwick].`:                              true,

		`An aide to [Fenwick] said: “The harbour will open before winter.”`:            false,
		`“The harbour will open before winter,” said an aide to [Fenwick].`:            false,
		`“The harbour will open before winter,” said the [Fenwick] campaign.`:          false,
		`“The harbour of [Fenwick] will open before winter,” said Orla.`:               false,
		`[Fenwick], said Orla, “will open the harbour before winter”.`:                 false,
		`[Fenwick] called it “a disgrace”, said Orla.`:                                 false,
		`[Fenwick] said the harbour is “open”.`:                                        false,
		`[Fenwick] said nothing. Orla: “The harbour will open before winter.”`:         false,
		`[Fenwick] said that Orla had told her “the harbour will open before winter”.`: false,
		`“The harbour will open before winter.” [Fenwick] left the room.`:              false,
		`“The harbour will open before winter,” said [Fenwick]’s deputy.`:              false,
		`[Fenwick] said that she was told “the harbour will open before winter”.`:      false,
		`[Fenwick] said it would open.`:                                                false,
		`“The harbour will open before winter, [Fenwick] said.`:                        false,
	} {
		start := strings.IndexByte(text, '[')
		end := strings.IndexByte(text, ']') - 1
		s := strings.NewReplacer("[", "", "]", "").Replace(text)
		if got := speaks(s, start, end); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// Quotations lie in the text, in order, between marks; whoever is named in one does not speak.
func FuzzSpeaks(f *testing.F) {
	f.Add(`“The harbour will open before winter,” Fenwick said.`, 43, 50)
	f.Add(`«» "a b c d e"`, 2, 3)
	f.Fuzz(func(t *testing.T, s string, start, end int) {
		last := 0
		for _, q := range quotations(s) {
			if q[0] < last || q[1] > len(s) || q[1] <= q[0] || utf8.ValidString(s) && !utf8.ValidString(s[q[0]:q[1]]) {
				t.Fatalf("%q: %v", s, q)
			}
			if mid := (q[0] + q[1]) / 2; speaks(s, mid, mid+1) {
				t.Errorf("%q: the inside of a quotation speaks", s)
			}
			last = q[1]
		}
		if start >= 0 && start <= end && end <= len(s) && speaks(s, start, end) && len(quotations(s)) == 0 {
			t.Errorf("%q speaks and says nothing", s)
		}
	})
}
