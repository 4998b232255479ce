package timeline

import "strings"

// english is never written. In its lists the words are numbered from 0, and "/"
// parts those that share a number.
var english = func() *lexicon {
	l := make(map[string]entry, 400)
	add := func(c class, words string) {
		val := int16(0)
		for _, w := range strings.Fields(words) {
			for _, w := range strings.Split(w, "/") {
				e := l[w]
				e.class |= c
				if c&^(cPlural|cStop|cIn|cThe|cShort|cHoliday) != 0 {
					e.val = val
				}
				l[w] = e
			}
			val++
		}
	}
	add(cNumber, "few/several/many/couple one two three four five six seven eight nine ten eleven twelve/dozen thirteen "+
		"fourteen fifteen sixteen seventeen eighteen nineteen twenty")
	add(cOrdinal, "- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "+
		"fifteenth sixteenth seventeenth eighteenth nineteenth twentieth")
	for i, w := range strings.Fields("thirty forty fifty sixty seventy eighty ninety hundred") {
		l[w] = entry{cNumber, int16(30 + 10*i)}
	}
	add(cMonth, "- january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec")
	add(cWeekday, "monday/mondays/mon tuesday/tuesdays/tue/tues wednesday/wednesdays/wed thursday/thursdays/thu/thur/thurs "+
		"friday/fridays/fri saturday/saturdays/sat sunday/sundays/sun")
	add(cPlural, "mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays")
	add(cShort, "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun may")
	add(cUnit, "seconds/sec/secs minute/minutes/min/mins hour/hours/hr/hrs day/days weekend/weekends week/weeks fortnight/fortnights "+
		"month/months quarter/quarters - half year/years/yr/yrs decade/decades century/centuries period")
	add(cPlural, "seconds minutes hours days weekends weeks fortnights months quarters years decades centuries mins secs hrs yrs "+
		"mornings afternoons evenings nights")
	add(cPart, "morning/mornings afternoon/afternoons evening/evenings night/nights/nite/nites midday dawn dusk overnight daytime")
	add(cSeason, "spring summer/summers autumn/fall winter/winters")
	for i, w := range strings.Fields("yesterday today tomorrow") {
		l[w] = entry{cDay, int16(i - 1)}
	}
	l["tonight"] = entry{cDay | cPart, 3}
	l["tonite"] = l["tonight"]
	add(cThis, "this/these that/those current same present")
	add(cLast, "last past previous recent preceding latest")
	add(cNext, "next/nxt coming following upcoming")
	add(cThe, "the")
	add(cA, "a/an")
	add(cEdge, "early/earlier late/later mid")
	add(cBound, "end/close/ending start/beginning/outset/opening/onset middle/midst/height turn")
	add(cAbout, "about around approximately roughly circa ca c nearly almost over under exactly more less fewer longer better no up at some sometime right")
	add(cAgo, "ago earlier/before/previously later/after/afterwards/afterward hence")
	add(cEvery, "every/each/per")
	add(cOften, "- - hourly daily - weekly - monthly - - - yearly/annually")
	add(cDecade, "- - twenties thirties forties fifties sixties seventies eighties nineties")
	add(cRef, "now/nowadays recently/lately currently - future former/recent current/present/present-day/modern-day")
	add(cClock, "noon/midday midnight a.m/am p.m/pm o'clock")
	add(cFiscal, "fiscal")
	add(cEra, "bc/b.c/bce/b.c.e ad/a.d/ce/c.e")
	add(cStop, "of and or to 's")
	add(cIn, "in on of since by until till from to before after during through throughout between for early late mid at within into "+
		"around about circa than and or")
	for _, p := range phrases {
		first, _, _ := strings.Cut(strings.ReplaceAll(p.words, "'", " "), " ")
		add(cHoliday, strings.TrimSuffix(first, "."))
	}
	return hashed(l)
}()

// posts are the words of posts beside those of english.
var posts = func() *lexicon {
	l := make(map[string]entry)
	for i, words := range [...]string{"ystd ystday yday yest", "tdy 2day todae", "tmr tmrw tmrrw trmw tomo tmw tmrow 2moro tomorow tomoro tomolo 2mrw"} {
		for _, w := range strings.Fields(words) {
			l[w] = entry{cDay, int16(i - 1)}
		}
	}
	l["2nite"] = entry{cDay | cPart, 3}
	return hashed(l)
}()

// refs are the TIMEX3 values of vague references, as numbered in the lexicon.
var refs = [...]string{"PRESENT_REF", "PAST_REF", "PRESENT_REF", "FUTURE_REF", "FUTURE_REF", "PAST_REF", "PRESENT_REF"}

// refAdjectives is where the vague references begin that qualify a noun.
const refAdjectives = 4

// parts are the TIMEX3 codes of the parts of the day, as numbered in the lexicon.
var parts = [...]string{"MO", "AF", "EV", "NI", "MI", "MO", "EV", "NI", "DT"}

// tense is what a verb says of when.
type tense uint8

const (
	noTense tense = iota
	past
	present
	future
)

// verbs are the words that show tense best; regular past forms are told by
// their ending. Plans count as future whatever their form.
var verbs = func() map[string]tense {
	m := make(map[string]tense, 200)
	for t, words := range map[tense]string{
		past: `was were had did said told saw went came took made got gave found thought became left felt brought began kept
			held wrote stood heard let meant set met ran paid sat spoke lay led read grew lost fell sent built understood
			drew broke spent cut rose drove bought wore chose won sought fought shot struck sold caught taught stole threw
			shook flew sank hit hurt beat bore swore rode hid froze hung fled slid spun shut quit split spread burst cast
			put used has have been gone seen shown taken given known fired died knew
			tore swept swore stuck swam sang rang sprang shrank slept wept crept leapt dealt dug drank ate fed flung forgot forgave
			forbade foresaw knelt lent overcame overthrew oversaw undertook underwent withdrew withheld withstood slew sped spilt
			stung swung strode strove thrust trod upheld woke awoke arose mistook misled rebuilt retook resold clung blew bled bent
			outdid undid shone spat stank slung shrugged burnt learnt`,
		present: `is are am says say 's isn't aren't`,
		future: `will shall 'll won't scheduled expected due planned plans plan planning expects expect intends hopes
			set-to upcoming would may might could should must can tomorrow next opens begins starts meets arrives leaves returns resumes
			airs kicks debuts premieres expires awaits await forthcoming anticipated slated`,
	} {
		for _, w := range strings.Fields(words) {
			m[w] = t
		}
	}
	return m
}()

// The words of grammar that the rules ask for around an expression: what may stand
// before one, within it, after it, and so tells one reading from another. None is
// ever written.
var (
	// How exact a time is.
	circa         = strings.Fields("around circa ca ca. c.")
	circaOnly     = strings.Fields("ca ca. c. circa sometime")
	approximators = strings.Fields("about around approximately roughly nearly almost over under some exactly")
	comparatives  = strings.Fields("more less fewer longer better")
	comparedWith  = strings.Fields("more less later longer")
	edgesOfEnd    = strings.Fields("very latter early late final")
	partsOfSpan   = strings.Fields("latter early later better")
	shares        = strings.Fields("rest remainder most much part course balance all half quarter")
	whichHalf     = strings.Fields("first last latter second")

	// Pointing, and what is pointed to.
	demonstratives = strings.Fields("this that these those same following current present")
	asSpokenOf     = strings.Fields("that same following previous")
	fromSpokenOf   = strings.Fields("that same following previous preceding")
	laterWords     = strings.Fields("later afterwards afterward thereafter")
	kindsOfYear    = strings.Fields("fiscal calendar full business trading school academic")
	refQualifiers  = strings.Fields("present current recent former")
	vagueDistances = strings.Fields("near distant recent foreseeable not-too-distant")
	notAlone       = strings.Fields("after before thereafter as")

	// Joining the ends of a range.
	joinsYears  = strings.Fields("– - — and to or until")
	joinsRange  = strings.Fields("– - — and to until")
	joinsDays   = strings.Fields("- – — to and")
	joinsMonths = strings.Fields("– - — to until till through and or")
	joinsCounts = strings.Fields("or to - –")

	// Before an expression.
	beforeADay        = strings.Fields("on by until from since")
	beforeAPart       = strings.Fields("at by during from until till since around about before after in throughout")
	beforeAnHour      = strings.Fields("by at around before until near about after")
	beforeAYear       = strings.Fields("in by since until year")
	beforeYearDigits  = strings.Fields("year mid the – ( to")
	beforeMonth       = strings.Fields("of - – mid every")
	beforeASeason     = strings.Fields("in by since until during early late mid")
	beforeADecade     = strings.Fields("the ' ’ early late mid")
	beforeThePeriod   = strings.Fields("for in of during by over within throughout through")
	beforeALength     = strings.Fields("for in within after of over took take spent")
	beforeACount      = strings.Fields("for in within than of after about nearly almost lasting lasted took take takes spent")
	beforeANumber     = strings.Fields("about around than at the to within into")
	plainPrepositions = strings.Fields("in on during early late of")
	untilWords        = strings.Fields("until till by for")
	deadlineWords     = strings.Fields("until till by before deadline")

	// After one.
	afterMonth     = strings.Fields("of to - –")
	afterADay      = strings.Fields("following ahead leading that")
	afterALength   = strings.Fields(", . to of before after and or as")
	afterThePeriod = strings.Fields("and or as but to in on with from at he she they it")
	afterABareYear = strings.Fields("'s this was has his its saw sees")
	afterAnAge     = strings.Fields("old olds is he she it they we you")
	afterOne       = strings.Fields("single full whole further additional")
	clauseOpeners  = strings.Fields("that if when is we it they he she")

	// Units, hours and zones.
	unitQualifiers = strings.Fields("more full long straight consecutive successive additional trading business whole calendar further short solid")
	unitsNotBare   = strings.Fields("weekend hr min sec yr")
	vagueCounts    = strings.Fields("few couple dozen hundred")
	dayParts       = strings.Fields("day night evening morning")
	zones          = strings.Fields("est edt gmt pst pdt cst cdt bst cet utc et pt")
	zonesOfDigits  = strings.Fields("gmt utc bst est edt")
	zoneWords      = strings.Fields("local eastern pacific central standard daylight")

	// What is no time: names, papers, amounts and rates.
	monthsOrNames = strings.Fields("march may august april june")
	beforeDaily   = strings.Fields("average mean annual national local independent leading")
	papers        = strings.Fields("newspaper newspapers paper papers magazine magazines tabloid journal")
	amounts       = strings.Fields("% percent per million billion")
	rates         = strings.Fields("times once twice million billion percent")
	countedThings = strings.Fields("% percent per million billion people men women troops feet miles km m kg acres soldiers hours")

	// Verbs, and what tells nouns from them.
	conditionals = strings.Fields("would could should might")
	possessives  = strings.Fields("his her its their our my")
	beforeIs     = strings.Fields("he she it that there what who here")
	beforeANoun  = strings.Fields("the a an his her its their our my 's ’s of no any some for")
	denials      = strings.Fields("neither nor no nobody none")
	plannedWords = strings.Fields("scheduled expected due planned set")
	notYet       = strings.Fields("will would to be is are may might can could should due scheduled planned if supposed")
)

// endsInED holds words that end so and are no past tense.
var endsInED = wordSet(`hundred indeed proceed succeed exceed sacred naked wicked kindred infrared crooked rugged biped moped embed imbed
	unneed misdeed linseed seaweed birdseed nosebleed`)

// dashBefore are words that no year is hyphenated with, so that the hyphen is a dash.
var dashBefore = wordSet("the a an in on at by it he she they which who when where while after before but and or his her its their this that there with as")
