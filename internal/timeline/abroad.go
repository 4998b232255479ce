package timeline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/prose"
)

// A label in another language than English is its sentence, or the sentence to
// where a part ends that says less. Little is known of its grammar, so what might
// be broken is left out.

// shortenAny cuts s, in any language, after the last mark before which it fits into
// a label; it stays too long when there is none that leaves a sentence.
func shortenAny(s string) string {
	if !isLong(s) {
		return s
	}
	const least = longestLabel / 3
	chars, cut := 0, 0
	for i, r := range s {
		if chars > longestLabel {
			break
		}
		if r == ' ' && chars >= least && separable(s[:i], s[i+1:]) {
			cut = i
		}
		chars++
	}
	if cut == 0 {
		return s
	}
	return tidy(s[:cut])
}

// separable reports that a sentence in any language may end after head: it has a
// verb, and what follows is no part of its clause, nor what it leads to.
func separable(head, rest string) bool {
	next, _, _ := strings.Cut(rest, " ")
	bare := strings.TrimRight(head, ",;")
	switch {
	case strings.HasSuffix(head, ";"):
	case strings.HasSuffix(head, ","):
		// After a second comma the clause before the first may go on; before another
		// word there is what somebody said, or was able to do.
		before, last := "", lastWord(bare)
		if len(bare) > len(last) {
			before = lastWord(bare[:len(bare)-len(last)-1])
		}
		relative := strings.HasPrefix(next, "d") && len(next) == 3 && (last[0] >= 'a' && last[0] <= 'z' || strings.HasPrefix(before, "ein"))
		if strings.Contains(bare, ", ") || !apart[next] && !relative {
			return false
		}
	case next == "–" || next == "—":
	default:
		return false
	}
	return balance(bare) == bare && !strings.ContainsAny(bare, "–—") && tellsAbroad(bare) && !leadsOnAbroad(bare)
}

// leadsOnAbroad reports that a clause says that somebody said something, without
// what it is, or that it ends, in German, before the verb that its first one wants:
// "wird am Samstag".
func leadsOnAbroad(s string) bool {
	wanted := false
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, "„“”\"")
		if sayings[w] {
			return true
		}
		wanted = wanted || bracketing[w]
	}
	last := strings.Trim(lastWord(s), "„“”\"")
	return wanted && !(last != "" && last[0] >= 'a' && last[0] <= 'z' && (strings.HasSuffix(last, "n") || strings.HasSuffix(last, "t")))
}

var (
	// abroad holds the commonest verbs of German, French and Spanish in the forms
	// that stand in a main clause.
	abroad = wordSet(`hat haben hatte hatten ist sind war waren wird werden wurde wurden kann konnte können konnten könnte könnten soll sollen sollte sollten muss müssen
		musste mussten darf dürfen will wollen wollte gab gibt kam kommt ging geht stand steht fand findet begann beginnt sprach traf trat nahm lag liegt
		a ont avait avaient est sont était étaient sera seront fut furent va vont peut doit
		ha han había habían es son fue fueron era eran será serán está están estaba tiene tienen puede deben`)

	// happened holds those of them that tell of what is over.
	happened = wordSet(`hat haben hatte hatten war waren wurde wurden worden konnte konnten sollte sollten musste mussten wollte gab kam ging stand fand
		begann sprach traf trat nahm lag nahmen kamen gingen standen fanden gaben lagen sahen trafen starb starben gewann gewannen verlor verloren
		schrieb schlug zog zogen fiel fielen trug hielt hieß ließ lief rief schloss sank stieg stiegen verließ wuchs brach bot fuhr geschah griff half
		hing blieb blieben sah erschien entstand entstanden erhielt erhielten bekam bekamen übernahm gelang a ont avait avaient était étaient fut furent ha han había habían fue fueron era eran estaba`)

	// bracketing holds the verbs of German that another at the end of the clause goes with.
	bracketing = wordSet("wird werden wurde wurden kann können konnte konnten könnte könnten soll sollen sollte sollten muss müssen musste mussten darf dürfen will wollen wollte wollten")

	// apart holds words that begin, after a comma, what a clause is whole without.
	apart = wordSet("und aber sondern doch während nachdem weil wobei so wie ehe bevor um da denn darunter mitsamt indem wodurch weshalb y pero mientras aunque porque et mais alors tandis")

	// sayings holds verbs of saying and deciding, whose object is what is told.
	sayings = wordSet(`sagte sagten erklärte erklärten kündigte kündigten teilte teilten verkündete berichtete betonte beschlossen beschloss angekündigt
		mitgeteilt gesagt erklärt entschieden gefordert forderte fordert warnte bedeutet dijo anunció afirmó aseguró reconoció informó señaló declaré annoncé affirmé`)

	// joining holds words that begin a sentence and point to one before it, or begin
	// a part of one.
	joining = wordSet(`wenn als weil dass obwohl ob während und aber denn er sie es dies diese dieser dieses diesen diesem das wie was wer wo warum jene jener
		jenes doch dabei dadurch damit daran darauf davon dafür dagegen dazu darum darin darüber deshalb daher deswegen dort hier dann danach zudem
		außerdem ausserdem stattdessen gleichzeitig allerdings jedoch trotzdem dennoch zuvor mittlerweile inzwischen sein seine seinem seinen seiner ihr ihre ihrem
		ihren ihrer ihm ihn ihnen auch sondern so somit also da indem nachdem bevor falls sobald solche beide alle jedenfalls letzteres letztere gemeinsam schließlich
		quand si que mais et il elle ils elles ce cet cette ces son sa ses leur leurs aussi ainsi donc puis alors car
		cuando pero y este esta estos estas ese esa eso esto él ella ellos ellas su sus también además entonces así porque aunque`)

	// absent holds words inside a sentence for what stands in another, or for who
	// writes and who reads.
	absent = wordSet(`hier dort dann darunter dagegen darüber darauf dadurch danach daran davon dazu dafür dabei ihm ihn ihnen ich wir uns mich mir mein meine meinen meiner euch du dir jedoch daher deshalb übrigens zudem außerdem allerdings alles beiden gleiche gleichen dieselbe derselbe dasselbe
		je nous vous yo nosotros aquí tu tus mi mis nuestro nuestra nuestros nuestras ese esa eso esos esas`)

	// oneOf holds words for one of several that another sentence names: der erste.
	oneOf = wordSet("erste zweite dritte letzte andere primero primera segundo segunda tercero tercera último última otro otra premier première second seconde dernier dernière")

	// unfinished holds words that no sentence ends with.
	unfinished = wordSet(`und oder der die das den dem des eine einen einem einer für von als wie dass seit bis foto y o de del la el los las que en con por so folgendes
		para hasta et ou le les un une du des avec pour par`)

	// spans of time, after a word that points: in diesem Jahr.
	spans = wordSet("Jahr Jahres Monat Monats Woche Wochenende Tag Tage Tagen Tages Sommer Winter Herbst Frühjahr Frühling Saison Morgen Abend Nachmittag Mittag")
)

// tellsAbroad reports that s, in another language than English, has a verb as
// far as the form of its words tells.
func tellsAbroad(s string) bool {
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, ",.;:!?“”„\"'«»()")
		if abroad[w] || happened[w] || pastAbroad(w) {
			return true
		}
	}
	return false
}

// overAbroad reports that s, in another language than English, tells of what is over:
// by a past tense, or in German by a participle beside "ist".
func overAbroad(s string) bool {
	is := false
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, ",.;:!?“”„\"'«»()")
		is = is || w == "ist" || w == "sind"
		if happened[w] || pastAbroad(w) || is && len(w) > 5 && strings.Contains(w, "ge") && (strings.HasSuffix(w, "t") || strings.HasSuffix(w, "en")) {
			return true
		}
	}
	return false
}

// pastAbroad reports that w has the form of a past tense in German or Spanish.
func pastAbroad(w string) bool {
	return len(w) >= 5 && w[0] >= 'a' && !notPast[w] && (strings.HasSuffix(w, "te") || strings.HasSuffix(w, "ten") || strings.HasSuffix(w, "ó") || strings.HasSuffix(w, "aron") || strings.HasSuffix(w, "ieron"))
}

// notPast holds words of German that only look like a past tense.
var notPast = wordSet("heute letzte letzten erste ersten zweite zweiten dritte dritten nächste nächsten beste besten rechte rechten meisten weiten zehnte zehnten")

// nowadays reports that "today" in a label stands for the present time and not
// for a day: nothing in it is over.
func nowadays(label, today string) bool {
	switch strings.ToLower(today) {
	case "heute", "hoy", "aujourd'hui", "aujourd’hui":
	default:
		return false
	}
	if _, after, ok := strings.Cut(label, today+" "); ok && (strings.HasPrefix(after, "noch ") || after != "" && after[0] >= '0' && after[0] <= '9') {
		return true // "der heute 46-Jährige"
	}
	for w := range strings.FieldsSeq(label) {
		if w = strings.Trim(w, ",.;:!?“”„\"'«»()"); happened[w] || pastAbroad(w) && !strings.HasSuffix(w, "ten") {
			return false
		}
	}
	return true
}

// obligesAbroad reports that the sentence, in another language than English, says that
// something must be done by its date.
func (l *labeller) obligesAbroad() bool {
	for i := l.first; i < l.end; i++ {
		if l.is(i, "Frist", "spätestens", "muss", "müssen", "endet", "abgeben", "einreichen", "plazo", "debe", "deben", "vence", "délai", "doit", "doivent") {
			return true
		}
	}
	return false
}

// endsRange reports that the date at token x is the end of a range: vom 3. bis 5. Mai.
func (l *labeller) endsRange(x int) bool {
	const reach = 6 // tokens
	for i := x - 1; i >= l.first && i >= x-reach; i-- {
		if l.is(i, "vom", "von", "zwischen", "du", "del", "desde") {
			return true
		}
	}
	return false
}

// speaker reports that a colon stands after the first or second word of a label.
func speaker(s string) bool {
	before, _, ok := strings.Cut(s, ": ")
	return ok && strings.Count(before, " ") < 2
}

// foreignFlaw returns the first fault of a label in another language: it is a
// few words or a part of a sentence, points to something outside it, or speaks of
// I and we. date is how the date of the event begins, which a label keeps.
func foreignFlaw(s, date string) fault {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case isLong(s):
		return tooLong
	case !tellsAbroad(s), strings.Count(s, " ") < 3:
		return partOnly
	case !unicode.IsUpper(r) && !unicode.IsDigit(r) && !strings.ContainsRune("“‘«„¿¡\"'(", r), strings.ContainsAny(s, "|*´\u00ad"), strings.Contains(s, " - "), strings.Contains(s, " / "), r == '¡', strings.HasSuffix(s, "!"):
		return oddMark
	case !strings.Contains(s, date):
		return otherEvent
	case speaker(s):
		return "begins with who speaks"
	case nowadays(s, date):
		return noEvent
	case strings.HasPrefix(s, "Im Vergleich "), strings.HasPrefix(s, "Verglichen "):
		return otherEvent
	case strings.Contains(s, " es que "), strings.Contains(s, " ist, dass "):
		return lostReferent
	case strings.Contains(s, "könnte"), strings.Contains(s, "dürfte"):
		return perhaps
	}
	first, rest, _ := strings.Cut(s, " ")
	second, rest, _ := strings.Cut(rest, " ")
	third, _, _ := strings.Cut(rest, " ")
	noun, _ := utf8.DecodeRuneInString(second)
	switch first = strings.TrimRight(strings.ToLower(first), ","); {
	case oneOf[strings.ToLower(second)] && tellsAbroad(third):
		return lostReferent // "Der erste beginnt am Montag"
	case joining[first] && !(first == "das" && unicode.IsUpper(noun)):
		return goesOn
	case strings.HasSuffix(first, ".") && first[0] >= '0' && first[0] <= '9':
		return listItem
	case unfinished[strings.ToLower(strings.Trim(lastWord(s), "“”„\"'«»()."))]:
		return trailsOff
	}
	last := lastWord(s)
	switch before := lastWord(strings.TrimSuffix(s, " "+last)); before {
	case "ist", "sind", "war", "waren", "wird", "werden", "wurde", "wurden":
		return "has no subject" // "Am Montag ist geschlossen"
	default:
		if unfinished[before] && last[0] >= '0' && last[0] <= '9' {
			return trailsOff // the first full stop after "der 3." is taken for the end
		}
	}
	pointing, comma, prev := false, false, ""
	for word := range strings.FieldsSeq(s) {
		w := strings.Trim(word, ",.;:!?“”„\"'«»()")
		if absent[strings.ToLower(w)] || w == "Ihr" || (!comma || abroad[prev] || pastAbroad(prev)) && (w == "er" || w == "sie") || w == "es" && abroad[prev] && prev != "gibt" && prev != "gab" || strings.HasPrefix(w, "unser") {
			return lostReferent
		}
		if pointing && w != "" && !spans[w] && unicode.IsUpper(rune(w[0])) {
			return lostReferent
		}
		comma, prev = comma || strings.HasSuffix(word, ","), w
		pointing = strings.HasPrefix(w, "diese") && len(w) <= len("dieser")
	}
	return sound
}

// readsEnglish reports that a text has about as many of the commonest English
// words as English has. A short text is taken for what it is said to be.
func readsEnglish(a *prose.Analysis) bool {
	const enough, share = 40, 20 // tokens; one in twenty
	n := 0
	tokens := a.Tokens[:min(len(a.Tokens), 400)]
	for _, t := range tokens {
		if t.End-t.Start <= 3 && t.Class&prose.Word != 0 {
			switch a.S[t.Start:t.End] {
			case "the", "The", "of", "and", "to", "a", "is", "was", "for", "on", "at", "by", "he", "it", "It", "He":
				n++
			}
		}
	}
	return len(tokens) < enough || n*share >= len(tokens)
}
