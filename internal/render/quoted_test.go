package render

import (
	"slices"
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
		if got, _ := speech(s, start, end); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestWhoIsSpokenOf(t *testing.T) {
	for text, want := range map[string]bool{
		`“The harbour of [Fenwick] will open before winter,” said Orla.`:                       true,
		`“The harbour of [Fenwick] will open before winter,” said Harbour Master Orla Brandt.`: true,
		`"I have known [Fenwick] for years", Orla Brandt said.`:                                true,
		`Orla Brandt told the harbour board that “[Fenwick] has never been on a boat”.`:        true,
		`An aide to Brandt said: “[Fenwick] has never been on a boat.”`:                        true,
		`„Mit [Fenwick] wird der Hafen nie fertig“, sagte Außenminister Brandt.`:               true,
		`« Le port de [Fenwick] ouvrira avant cet hiver », a déclaré Brandt.`:                  false, // the verb has two words
		`Brandt a déclaré : « Le port de [Fenwick] ouvrira avant cet hiver ».`:                 false,
		`Brandt dijo: «El puerto de [Fenwick] abrirá antes del invierno».`:                     true,

		`“The harbour of [Fenwick] will open before winter,” he said.`:          false,
		`“I, [Fenwick], will open the harbour,” said Fenwick.`:                  false,
		`“The harbour of [Fenwick] will open before winter.”`:                   false,
		`The board read “What [Fenwick] Did at the Harbour” twice.`:             false,
		`Orla said nothing. The paper had “[Fenwick] Opens the Harbour Today”.`: false,
		`“Thank [Fenwick],” said Orla.`:                                         false, // too short to be more than a term
		`[Fenwick] said: “The harbour will open before winter.”`:                false,
		`Orla said of [Fenwick]: “He has never been on a boat.”`:                false,
	} {
		start := strings.IndexByte(text, '[')
		end := strings.IndexByte(text, ']') - 1
		s := strings.NewReplacer("[", "", "]", "").Replace(text)
		if _, got := speech(s, start, end); got != want {
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
			mid := (q[0] + q[1]) / 2
			if by, _ := speech(s, mid, mid+1); by {
				t.Errorf("%q: the inside of a quotation speaks", s)
			}
			last = q[1]
		}
		if start < 0 || start > end || end > len(s) {
			return
		}
		by, about := speech(s, start, end)
		inside := slices.ContainsFunc(quotations(s), func(q [2]int) bool { return q[0] < start && end < q[1] })
		if by && (about || inside || len(quotations(s)) == 0) || about && !inside {
			t.Errorf("%q, %d to %d: by %v, about %v", s, start, end, by, about)
		}
	})
}
