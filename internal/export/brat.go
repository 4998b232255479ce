package export

import (
	"strconv"
	"strings"
)

// appendBrat appends the names and dates of an article in brat's standoff format
// (brat.nlplab.org/standoff.html), which counts code points. Whom a name means is a
// normalisation, by the id of the entity and by Wikidata's where that is known; what
// day a date means is a note, in EDTF.
func appendBrat(dst []byte, s *Selection) ([]byte, error) {
	t, err := s.Text(s.Article)
	if err != nil {
		return dst, err
	}
	text := t.Analysis.S
	count := codePoints{text: text}
	norms := 0
	for i, m := range marks(s.Site, s.Article, t) {
		id, kind := "T"+strconv.Itoa(i+1), "Date"
		if m.entity != nil {
			kind = capital(m.entity.Kind.String())
		}
		dst = append(append(append(append(dst, id...), '\t'), kind...), ' ')
		// An annotation over several lines is one of several pieces.
		for from, n := m.Start, 0; from < m.End; n++ {
			to := m.End
			if end := strings.IndexByte(text[from:m.End], '\n'); end >= 0 {
				to = from + end
			}
			if n > 0 {
				dst = append(dst, ';')
			}
			dst = append(strconv.AppendInt(dst, int64(count.to(from)), 10), ' ')
			dst = strconv.AppendInt(dst, int64(count.to(to)), 10)
			from = to + 1
		}
		words := strings.ReplaceAll(text[m.Start:m.End], "\n", " ")
		dst = append(append(append(dst, '\t'), words...), '\n')
		if m.entity == nil {
			dst = append(dst, "#"+strconv.Itoa(i+1)+"\tAnnotatorNotes "+id+"\t"+m.date.String()+"\n"...)
			continue
		}
		reference := func(to string) {
			norms++
			dst = append(dst, "N"+strconv.Itoa(norms)+"\tReference "+id+" "+to+"\t"+oneLine(m.entity.Name)+"\n"...)
		}
		reference("Dateline:" + m.entity.ID)
		for _, same := range m.entity.SameAs {
			if q, ok := strings.CutPrefix(same, "wikidata:"); ok && q != "" && !strings.ContainsAny(q, " \t\n") {
				reference("Wikidata:" + q)
			}
		}
	}
	return dst, nil
}

// capital returns an English word with a capital: kinds of entities are ASCII.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
