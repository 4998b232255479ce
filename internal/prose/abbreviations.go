package prose

import "strings"

// abbreviation says what may follow the full stop of a word.
type abbreviation uint8

const (
	notAbbreviated abbreviation = iota
	title                       // before a name: never ends a sentence
	reference                   // before a number, and an abbreviation only there
	ordinary                    // ends a sentence when one clearly begins after it
)

// abbreviations are written as they are in running text, without the full stop.
// The table is never written.
var abbreviations = func() map[string]abbreviation {
	m := make(map[string]abbreviation, 300)
	for sort, words := range map[abbreviation]string{
		title: `Mr Mrs Ms Mx Messrs Mmes Dr Drs Prof Rev Fr Hon Gov Govs Sen Sens Rep Reps Pres Gen Brig Maj Col
			Lt Capt Cpt Cmdr Cdr Adm Sgt Cpl Pvt Supt Insp Det Amb Atty Msgr Mgr St Ste Sts Mt Ft Dist Hr Fra Dna Sra Sr Mme Mlle
			MR MRS MS DR GEN SEN GOV REP LT COL PROF ST vs v viz cf e.g i.e eg ie ca c Prop Supvr Lieut Sec Treas Asst Assoc Dep`,
		reference: `No Nos no nos Nr p pp Fig Figs fig figs Vol vol Vols Ch ch Chap Eq Art art par para sec Sect Ex Op op
			Bd col cols ll fol ff`,
		ordinary: `Inc Corp Co Cos Ltd Bros Plc Jr Sr Esq Ph.D etc al ed eds est approx dept Dept univ Univ Assn Bhd Pty
			Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
			Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa
			Penn Tenn Tex Va Vt Wash Wis Wyo Ont Que Alta Ave Blvd Rd Hwy Bldg mph oz lbs lb ft hrs hr min mins yr yrs
			am pm a.m p.m INC CORP CO LTD Mfg Intl Natl Govt Div Tel tel Ext incl max adj bzw usw Inst Hist bn mn Cie Ges`,
	} {
		for _, w := range strings.Fields(words) {
			m[w] = sort
		}
	}
	return m
}()

// months are the names of months that have a capital in a language which writes
// the day before them with a full stop. The table is never written.
var months = func() map[string]bool {
	m := make(map[string]bool, 16)
	for _, w := range strings.Fields("Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember") {
		m[w] = true
	}
	return m
}()

// starters are words that, with a capital, far more often begin a sentence than
// go on with a name. The table is never written.
var starters = func() map[string]bool {
	m := make(map[string]bool, 150)
	for _, w := range strings.Fields(`The A An This That These Those He She It They We You I His Her Its Their Our My Your There Here
		And But Or Nor Yet So If When While Where Why How What Who Whose Which Although Though Because Since Until Unless
		After Before During In On At By For From To With Without Under Over Among Between Against About As Of Into
		Not No Some Many Most Several Both Each Every All Another Other Others Such One Two Three Four Five
		However Moreover Meanwhile Also Then Now Once Still Today Yesterday Tomorrow Later Earlier Instead Indeed Nevertheless
		Is Are Was Were Do Does Did Has Have Had Can Could Will Would Should May Might Must Let Mr Mrs Ms Mr. Mrs. Ms. Dr.
		Last Next According Despite Asked Even Just Only Perhaps Thus Therefore Additionally It's He's She's They're I'm That's There's
		We're You're I've We've Don't Didn't Nobody Nothing Everyone Everything Someone People Analysts Officials Shares Sales`) {
		m[w] = true
	}
	return m
}()

// stopBelongs returns Abbrev, and Initial too, when the full stop at s[j]
// belongs to the word s[i:j], and 0 when it does not.
func stopBelongs(s string, i, j int) Class {
	w := s[i:j]
	const longest = 6 // of the abbreviations
	if len(w) == 1 && kinds[w[0]]&isUpper != 0 {
		return Abbrev | Initial
	}
	if dotted(w) {
		return Abbrev
	}
	if len(w) > longest {
		return 0
	}
	switch abbreviations[w] {
	case notAbbreviated:
		return 0
	case reference:
		if !numberFollows(s, j+1) {
			return 0
		}
	case title:
		// "the end of the v." is a letter, not an abbreviation
		if j+1 < len(s) && !(kinds[s[j+1]]&(isSpace|isHigh) != 0 || s[j+1] == ',') {
			return 0
		}
		if j+1 == len(s) {
			return 0
		}
	default:
		// Sat. and Sun. are days only before a mark, a number or a word
		if j+1 < len(s) && kinds[s[j+1]]&isAlnum != 0 {
			return 0
		}
	}
	return Abbrev
}

// dotted reports that w is letters with full stops between: U.S, p.m, U.S.S.R.
func dotted(w string) bool {
	if len(w) < 3 || w[len(w)-2] != '.' || kinds[w[len(w)-1]]&(isLower|isUpper) == 0 {
		return false
	}
	for i := len(w) - 1; i >= 0; i -= 2 {
		if kinds[w[i]]&(isLower|isUpper) == 0 || i > 0 && w[i-1] != '.' {
			return i > 0 && w[i] == '.' // Ph.D: letters before the last pair
		}
	}
	return true
}

func numberFollows(s string, i int) bool {
	for i < len(s) && kinds[s[i]]&isSpace != 0 {
		i++
	}
	return i < len(s) && kinds[s[i]]&isDigit != 0
}
