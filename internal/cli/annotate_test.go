package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"dateline/internal/article"
	"dateline/internal/cputime"
	"dateline/internal/entity"
	"dateline/internal/ner"
)

// newsLines returns made-up reports as JSON lines: n of them, some 300 words each, with
// names, dates and ordinary words in about the proportions of news.
func newsLines(n int) []byte {
	given := []string{"Anna", "Jan", "Clara", "Peter", "Leila", "Tomas", "Ingrid", "Omar", "Ruth", "Viktor", "Maria", "Kofi"}
	surname := []string{"Petrova", "Nowak", "Holm", "Quist", "Haddad", "Okafor", "Lindqvist", "Brandt", "Morales", "Tanaka", "Osei", "Ferrante", "Dvorak"}
	place := []string{"Lisbon", "Nairobi", "Lund", "Aleppo", "Norway", "Ghana", "Osaka", "Quito", "Bergen", "Trieste", "Peru"}
	body := []string{"Harbour Board", "Ministry of Fisheries", "Central Bank", "Institute for Tides", "Norvik Shipping", "OPCW", "European Union"}
	form := []string{
		"The %[4]s said on Monday that talks in %[3]s had gone better than anybody expected, although %[1]s %[2]s warned that little of what was agreed would hold.",
		"Nobody else was asked what had been settled, or why it took the two sides so long to say so, and those who waited outside went home in the rain.",
		"Mr %[2]s, who has led the delegation since 12 March 2011, told reporters that the ships would leave %[3]s before the end of the week.",
		"Prices of grain and oil rose by four per cent in the first half of the year, the slowest pace since records of them were first kept there.",
		"A spokesman for the %[4]s declined to comment on the letter of %[1]s %[2]s, which was read out in %[3]s yesterday.",
		"“We have waited long enough,” said %[1]s %[2]s, a fisherman, while behind him the nets were being mended for another season.",
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	k := 0
	for i := range n {
		var text bytes.Buffer
		for j := range 12 {
			k += 7 + i%5
			fmt.Fprintf(&text, form[j%len(form)], given[k%len(given)], surname[(k/3)%len(surname)], place[(k/5)%len(place)], body[(k/7)%len(body)])
			if j%3 == 2 {
				text.WriteString("\n\n")
			} else {
				text.WriteByte(' ')
			}
		}
		enc.Encode(map[string]string{"id": fmt.Sprint(i), "text": text.String(), "date": "2013-09-09", "mode": "news"})
	}
	return out.Bytes()
}

// BenchmarkAnnotate takes reports from JSON to JSON: the whole of `annotate --jsonl --raw` but its start.
func BenchmarkAnnotate(b *testing.B) {
	src := newsLines(500)
	reg, _ := entity.NewRegister(nil)
	a := annotator{env: article.Env{Register: reg, Tagger: ner.New(), Lang: "en"}, out: bufio.NewWriter(io.Discard)}
	words := len(bytes.Fields(src))
	b.ReportAllocs()
	start := cputime.Now()
	for b.Loop() {
		if err := a.lines(bytes.NewReader(src)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/(cputime.Now()-start).Seconds(), "words/cpu-s")
}
