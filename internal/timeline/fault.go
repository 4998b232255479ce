package timeline

import "strings"

// A fault is what keeps words from being the label of an event, said so that it
// goes on from them. A label is what a careful editor could print beside a date:
// it stands on its own, begins and ends as a sentence or a title does, has its
// marks in pairs, and tells of what the date is of. When in doubt there is no label.
type fault string

const (
	sound fault = "" // no fault

	// Of form.
	tooLong   fault = "is too long"
	tooLittle fault = "says too little"
	oddSpaces fault = "has white space that is no single space"
	oddMark   fault = "has a stray mark"
	unpaired  fault = "has a mark without its partner"
	furniture fault = "has a byline, a header or who speaks"

	// Of how it begins.
	marksFirst fault = "begins with a mark"
	verbFirst  fault = "begins with a verb"
	listItem   fault = "begins like the item of a list"
	question   fault = "begins like a question"
	goesOn     fault = "begins with a word that joins it to something else"
	partOnly   fault = "is a part of a sentence"
	twoInOne   fault = "runs two sentences together"
	advises    fault = "gives advice"
	ownDate    fault = "tells its date"

	// Of how it ends.
	endsOnMark fault = "ends with a mark that joins"
	cutOff     fault = "has no place to end at"
	trailsOff  fault = "ends with a word that leads on"

	// Of what it says.
	lostReferent fault = "has a word whose referent is lost"
	firstPerson  fault = "speaks of I, we or you"
	perhaps      fault = "says what may be, or is to come"
	noEvent      fault = "says how things are"
	repeatsDate  fault = "repeats the date"
	otherEvent   fault = "tells of something else than what the date is of"
)

// checks are what is looked at in a label in English, in this order.
var checks = [...]func(label string) fault{form, beginning, joined, ending, lost, persons}

// flaw returns the first fault of a label in English.
func flaw(label string) fault {
	for _, check := range checks {
		if f := check(label); f != sound {
			return f
		}
	}
	return sound
}

// form checks a label's length, space and marks.
func form(s string) fault {
	seen := look(s)
	switch {
	case isLong(s):
		return tooLong
	case len(s) < 8, strings.IndexByte(s, ' ') < 0, vague(s) && (strings.Count(s, " ") < 3 && hasVerb(s) || strings.Contains(s, " something ")):
		return tooLittle
	case seen&oddSpace != 0:
		return oddSpaces
	case seen&strayMark != 0, seen&sign != 0 && (strings.ContainsAny(s, "|*\\") || strings.Contains(s, "(@") || strings.Contains(s, " / ") || strings.Contains(s, " _ ")):
		return oddMark
	case aroundText(s):
		return furniture
	case seen&paired != 0 && balance(s) != s:
		return unpaired
	}
	return sound
}

// aroundText reports that a label has what stands around a text: By Ann Lund, for
// the Gazette; ANN LUND, MAYOR: The pier…; Page last updated.
func aroundText(s string) bool {
	switch first, rest, _ := strings.Cut(s, " "); first {
	case "By", "Page", "From":
		w := strings.Fields(s)
		return len(w) > 4 && (first == "Page" && (strings.ContainsAny(w[1], "0123456789") || w[1] == "last") ||
			first != "Page" && upper(w[1]) && upper(w[2]) && strings.HasSuffix(w[2], ",") && (first == "By" || allCapitals(w[3]) && upper(w[4])))
	case "Text", "Transcript":
		return strings.HasPrefix(rest, "of ")
	case "Last":
		return strings.HasPrefix(rest, "updated ") || strings.HasPrefix(rest, "modified ")
	case "Update", "Updated", "Published", "Posted":
		return rest[0] >= '0' && rest[0] <= '9'
	case "Associated", "Bloomberg", "Getty", "Reuters", "AFP":
		for _, a := range agencies {
			if strings.HasPrefix(s, a) && len(s) > len(a) && (upper(s[len(a):]) || s[len(a)] == '-') {
				return true
			}
		}
	default:
		if i := strings.Index(s, " Aired "); i > 0 && upper(s[i+len(" Aired "):]+" ") {
			return true
		}
		if len(first) < 4 || !allCapitals(first) {
			break
		}
		second, rest, _ := strings.Cut(rest, " ")
		if len(second) > 4 && allCapitals(second) && rest != "" { // FERRY SUNK Ann Lund left
			return true
		}
	}
	const speaker = 4 // letters
	before, _, ok := strings.Cut(s, ": ")
	if !ok {
		return false
	}
	last := lastWord(before)
	return len(last) >= speaker && last == strings.ToUpper(last) && !strings.ContainsAny(last, "0123456789")
}

// agencies stand before a text that is theirs, as the credits of pictures do.
var agencies = [...]string{"Associated Press ", "Bloomberg News ", "Getty Images ", "Reuters ", "AFP "}

// allCapitals reports that w has nothing but capital letters.
func allCapitals(w string) bool {
	for i := range len(w) {
		if w[i] < 'A' || w[i] > 'Z' {
			return false
		}
	}
	return w != ""
}

// vague reports that a label is short and names nobody and no figure: "the pain
// came on quickly" is of its article only.
func vague(label string) bool {
	const short = 40 // bytes
	return len(label) < short && !strings.ContainsAny(label[min(1, len(label)):], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
}
