package importer

import (
	"strings"
	"unicode"
)

// What newsrooms, press offices and mail programs write around a text is no part
// of it: slug lines, notes to editors, contacts, end marks, page numbers. Their
// phrases mean something only in such texts, so that they are kept apart from the
// furniture of pages.

// markTable holds whole lines, folded by foldLine, of copy and press releases.
var markTable = phraseTable(map[furnitureKind]string{
	lone: `
		for immediate release|immediate release|press release|news release|media release|press statement|media statement|press information|not for publication|with photo|with photos
		pressemitteilung|presseinformation|medienmitteilung|presseaussendung|pressetext|zur sofortigen veröffentlichung
		communiqué de presse|communiqué|pour diffusion immédiate|nota de prensa|comunicado de prensa|para publicación inmediata|comunicato stampa|comunicado à imprensa|nota à imprensa|persbericht`,
	contact: `
		contact|contacts|media contact|media contacts|press contact|press contacts|media enquiries|media inquiries|press enquiries|press inquiries|for further information|for further information, contact|for more information|for more information, contact|media relations
		kontakt|pressekontakt|medienkontakt|kontakt für medien|ansprechpartner|ansprechpartnerin|rückfragen|rückfragen an|rückfragen bitte an|presserückfragen
		contact presse|contacts presse|contact média|relations presse|service de presse|contacto|contacto de prensa|contacto para medios|contactos de prensa|contatti|contatti stampa|ufficio stampa|contato|contato de imprensa|perscontact`,
	closes: `
		notes to editors|note to editors|notes for editors|note for editors|editors' notes|notes to editor
		hinweis an die redaktion|hinweise an die redaktion|hinweis für redaktionen|hinweise für redaktionen|anmerkung für die redaktion
		note aux rédactions|notes aux rédactions|nota a los editores|notas a los editores|nota para editores|notas para editores`,
})

// releaseHeads begin the heading of a press release's last part, which describes the
// sender and names it with a capital.
var releaseHeads = []string{"about ", "über ", "zum unternehmen", "à propos d", "sobre ", "acerca de ", "informazioni su ", "chi è "}

// marks finds the marks of copy, releases, messages and printed pages, before the
// article is looked for. It returns where the text ends by its own word, or the
// number of units.
func (t *textReader) marks() int {
	message := t.message()
	t.pageNumbers()
	t.captionLabels()
	t.entries()
	release, end, above := message, len(t.units), 0
	all := t.proseWords()
	for i := range t.units {
		u := &t.units[i]
		if u.prose() && u.furniture == notFurniture {
			above += u.words
		}
		if u.label != "" || u.words > 20 {
			continue
		}
		kind, reason := markOf(u, release)
		release = release || kind == contact || strings.HasPrefix(reason, "mark: ")
		if kind == notFurniture {
			continue
		}
		// An end has more above it than below; otherwise it parts two sections.
		if kind == closes && (above < articleWords/2 || above*2 < all) {
			if !ruleOnly(u.text) {
				continue
			}
			kind = lone
		}
		u.furniture, u.reason = kind, reason
		if kind == closes && end == len(t.units) {
			end = i
		}
	}
	return end
}

// proseWords counts the words of prose.
func (t *textReader) proseWords() int {
	n := 0
	for i := range t.units {
		if u := &t.units[i]; u.prose() && u.furniture == notFurniture {
			n += u.words
		}
	}
	return n
}

// markOf returns what a line of copy is. release says that the text is known for a
// press release or a message.
func markOf(u *unit, release bool) (furnitureKind, string) {
	folded := foldLine(u.text)
	bare := strings.Trim(folded, "()[] -–—")
	if k := markTable[bare]; k != notFurniture && (u.end == unfinished || u.end == colon) {
		return k, "mark: " + bare
	}
	switch {
	case endMark(u.text, bare, u.bullet):
		return closes, "end of the copy"
	case bare == "mf" || bare == "more follows" || bare == "more" && len(u.text) > len(bare) && !unicode.IsLetter(rune(u.text[0])):
		return lone, "more follows"
	case slugLine(u.text):
		return lone, "slug line of a wire"
	case editorsNote(u.text):
		return lone, "note to editors"
	case !release:
		return notFurniture, ""
	case u.words <= 8 && (address(u.text) || telephone(u.text)):
		return lone, "address or telephone number"
	case u.words <= 9 && (u.end == unfinished || u.end == colon):
		low := strings.ToLower(u.text)
		_, named, _ := strings.Cut(u.text, " ")
		if !strings.ContainsFunc(named, unicode.IsUpper) {
			return notFurniture, ""
		}
		for _, p := range releaseHeads {
			if strings.HasPrefix(low, p) && len(low) > len(p) {
				return closes, "about the sender"
			}
		}
	}
	return notFurniture, ""
}

// endMark reports whether a line says that the copy ends: "###", "-30-", "ENDS",
// "– Ende –".
func endMark(s, bare string, bullet bool) bool {
	switch bare {
	case "ends":
		return true
	case "30", "end", "ende", "fin", "fine", "fim":
		return bullet || len(s) > len(bare) && !unicode.IsLetter(rune(s[0])) && !unicode.IsDigit(rune(s[0]))
	}
	return len(s) >= 3 && strings.Trim(s, "# ") == "" && strings.Count(s, "#") >= 3
}

// slugLine reports whether a line names copy for a newsroom: "BC-Harbor-Strike, 1st
// Ld,0420", "a0420", "2-2-2".
func slugLine(s string) bool {
	if strings.HasPrefix(s, "BC-") || strings.Contains(s, " BC-") && len(s) < 60 {
		return true
	}
	for _, w := range []string{"-Writethru", "1st Ld", "2nd Ld", "3rd Ld", "1st add", "2nd add", "3rd add", "Lead-All"} {
		if strings.Contains(s, w) && len(s) < 80 {
			return true
		}
	}
	// "2-2-2": the number of a take, several times
	first, rest, ok := strings.Cut(s, "-")
	return ok && isDigits(first) && len(first) <= 2 && rest == first+"-"+first
}

// editorsNote reports whether a line in brackets says what was changed, as agencies
// put it: "(Adds quotes, background)", or how to reach the writer.
func editorsNote(s string) bool {
	if strings.HasPrefix(s, "((") && strings.HasSuffix(s, "))") {
		return true
	}
	if !strings.HasPrefix(s, "(") || !strings.HasSuffix(s, ")") || strings.HasPrefix(s, "((") {
		return false
	}
	word, _, _ := strings.Cut(s[1:], " ")
	switch strings.Trim(word, ",:;)") {
	case "Adds", "Recasts", "Updates", "Corrects", "Writes", "Repeats", "Refiles", "Rewrites":
		return true
	}
	return false
}

// address reports whether a word of s is an address of mail or of a page.
func address(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if i := strings.IndexByte(w, '@'); i > 0 && strings.IndexByte(w[i:], '.') > 1 {
			return true
		}
		if strings.HasPrefix(w, "www.") || strings.HasPrefix(w, "http") && strings.Contains(w, "://") {
			return true
		}
	}
	return false
}

// telephone reports whether s is hardly more than a number of six digits or more.
func telephone(s string) bool {
	digits, letters := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits >= 6 && letters <= 8 && !strings.ContainsAny(s, "$€£")
}

// messageKeys are the fields at the head of a message as it is saved or forwarded, in
// lower case, and what they are: s for the subject, d for the date.
var messageKeys = map[string]byte{
	"from": 'f', "to": 't', "cc": 't', "bcc": 't', "subject": 's', "date": 'd', "sent": 'd', "reply-to": 't', "message-id": 't', "mime-version": 't', "content-type": 't',
	"content-transfer-encoding": 't', "received": 't', "return-path": 't', "delivered-to": 't', "importance": 't', "attachments": 't',
	"von": 'f', "an": 't', "betreff": 's', "datum": 'd', "gesendet": 'd', "de": 'f', "à": 't', "objet": 's', "envoyé": 'd', "para": 't', "asunto": 's', "fecha": 'd', "enviado": 'd',
}

// signatureWords is how long a signature below "--" may be.
const signatureWords = 60

// message labels the head of a message and ends the text at its signature. It
// reports whether there is one.
func (t *textReader) message() bool {
	n, subject, from := 0, -1, false
	for n < len(t.units) {
		key, _, ok := strings.Cut(t.units[n].text, ":")
		kind := messageKeys[strings.ToLower(strings.TrimSpace(key))]
		if !ok || kind == 0 && !(n > 0 && strings.HasPrefix(key, "X-")) {
			break
		}
		if kind == 's' && subject < 0 {
			subject = n
		}
		from = from || kind == 'f'
		n++
	}
	if n < 2 || subject < 0 && !from {
		return false
	}
	for i := range n {
		u := &t.units[i]
		key, rest, _ := strings.Cut(u.text, ":")
		u.furniture = notFurniture
		switch {
		case i == subject && t.subject(i, rest):
		case messageKeys[strings.ToLower(strings.TrimSpace(key))] == 'd':
			if c, _, end, ok := findDate(u.text); ok {
				t.takeDate(i, c, end)
			}
			u.set(Date, "date of the message")
		default:
			u.set(Boiler, "head of a message")
		}
	}
	for i, words := len(t.units)-1, 0; i >= n && words <= signatureWords; i-- {
		u := &t.units[i]
		if words += u.words; u.text == "--" {
			u.furniture, u.reason = ends, "signature of a message"
		}
	}
	return true
}

// subject takes the title from a message's subject, without "Re:" and the like.
func (t *textReader) subject(i int, s string) bool {
	for {
		s = strings.TrimSpace(s)
		mark, rest, ok := strings.Cut(s, ":")
		if !ok || len(mark) > 3 {
			break
		}
		switch strings.ToLower(mark) {
		case "re", "fw", "fwd", "aw", "wg", "tr", "rv", "r", "i":
			s = rest
			continue
		}
		break
	}
	if countWords(s) < 2 {
		return false
	}
	t.takeTitle(i, s, "subject of the message")
	return true
}

// captionLabels labels lines such as "Image caption," and the caption that they announce.
func (t *textReader) captionLabels() {
	for i := range t.units {
		if t.units[i].words > 3 {
			continue
		}
		switch strings.Trim(foldLine(t.units[i].text), ",") {
		case "image caption", "media caption", "caption", "bildunterschrift", "bildlegende", "légende", "pie de foto":
			t.units[i].set(Boiler, "label of a caption")
			if i+1 < len(t.units) && t.units[i+1].words <= 40 {
				t.units[i+1].set(Caption, "below the label of a caption")
			}
		}
	}
}

// entryDates is how many dates above prose make a diary.
const entryDates = 3

// entries labels the dates of a diary, each alone above its entry.
func (t *textReader) entries() {
	above := func(i int) bool {
		return t.units[i].label == "" && i+1 < len(t.units) && t.units[i+1].prose() && (i == 0 || t.units[i-1].prose() || t.units[i-1].label != "" || i == 1) && isDateline(&t.units[i])
	}
	n := 0
	for i := range t.units {
		if above(i) {
			n++
		}
	}
	if n < entryDates {
		return
	}
	for i := range t.units {
		if above(i) {
			t.units[i].set(Subhead, "date of an entry")
		}
	}
}

// pageNumbers finds the numbers of printed pages and the heads that run above or
// below them, which text taken from a PDF or a scan still has. Figures alone may be
// those of chapters: they are pages' when a running head stands at them.
func (t *textReader) pageNumbers() {
	var at []int
	last, rising, bare := 0, 0, 0
	for i := range t.units {
		u := &t.units[i]
		n, ok := pageNumber(u)
		if !ok {
			continue
		}
		at = append(at, i)
		if n == last+1 {
			rising++
		}
		if isDigits(u.text) && !u.bullet {
			bare++
		}
		last = n
	}
	if len(at) < 2 || rising*2 < len(at) {
		return
	}
	lines := newStamps(t.units)
	var heads []int
	for _, i := range at {
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(t.units) && lines.times(&t.units[j]) >= 2 {
				heads = append(heads, j)
			}
		}
	}
	if bare*2 > len(at) && len(heads)*2 < len(at) {
		return
	}
	for _, i := range heads {
		t.units[i].furniture, t.units[i].reason = lone, "running head of a page"
	}
	for _, i := range at {
		t.units[i].furniture, t.units[i].reason = lone, "page number"
	}
}

// pageNumber reads a line that holds a page's number and nothing else: "- 3 -",
// "Page 3 of 9", "3".
func pageNumber(u *unit) (int, bool) {
	if u.words > 4 {
		return 0, false
	}
	s := strings.Trim(strings.ToLower(u.text), "-–—[]() ")
	for _, w := range []string{"page", "seite", "página", "pagina", "p.", "s."} {
		if rest, ok := strings.CutPrefix(s, w); ok {
			s = strings.TrimSpace(rest)
			break
		}
	}
	digits := len(s) - len(strings.TrimLeft(s, asciiDigits))
	if digits == 0 || digits > 4 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s[:digits]) {
		n = 10*n + int(c-'0')
	}
	switch rest := strings.TrimSpace(strings.Trim(s[digits:], asciiDigits)); rest {
	case "", "of", "/", "von", "sur", "de", "di":
		return n, true
	}
	return 0, false
}
