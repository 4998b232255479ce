package timeline

import "strings"

// language is what the words of a language other than English say of time. Its
// grammar is the one of plain.go; English has a grammar of its own.
type language struct {
	words  *lexicon
	of     []string // between day, month and year: 21 de agosto de 2013
	ago    []string // the words before a count that make it "ago": hace, il y a
	year   []string // the words for year before its number: im Jahr 2013
	future []string // verbs that tell of what is to come
}

// languageOf returns the language of a BCP 47 tag, nil for English. A language
// that is not known has no words: only dates in digits are read.
func languageOf(tag string) *language {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch primary {
	case "", "en":
		return nil
	case "de":
		return &german
	case "es":
		return &spanish
	case "fr":
		return &french
	}
	return &unknown
}

// The languages are never written. A group of words is numbered from 0, and "/"
// parts those that share a number, as in the English lexicon.
var (
	unknown = language{words: new(lexicon)}
	german  = language{
		words: lexiconOf([]group{
			{cMonth, "- januar/jänner/jan februar/feber/feb märz april mai juni juli august/aug september/sept oktober/okt november/nov dezember/dez"},
			{cWeekday, "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag"},
			{cDay, "vorgestern gestern heute morgen übermorgen"},
			{cPart, "morgen/früh/vormittag nachmittag abend nacht mittag"},
			{cUnit, "- - - tag/tage/tagen wochenende/wochenenden woche/wochen - monat/monate/monaten/monats quartal/quartale/quartals - - jahr/jahre/jahren/jahres"},
			{cPlural, "tage tagen wochen monate monaten jahre jahren"},
			{cLast, "letzte letzten letzter letztem letztes vergangene vergangenen vergangener vergangenes vorige vorigen voriger voriges"},
			{cNext, "nächste nächsten nächster nächstes kommende kommenden kommender kommendes"},
			{cThis, "diese diesen dieser diesem dieses"},
			{cThe, "der die das den dem des"},
			{cIn, "in im am an seit bis von vom ab um vor nach zum zur zwischen und gegen"},
			{cNumber, "- einem/einer/ein/eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"},
			{cAgo, "vor"},
			{cBound, "bis"},
		}),
		ago:    []string{"vor"},
		year:   []string{"jahr", "jahre", "jahres"},
		future: strings.Fields("wird werden will wollen soll sollen kann können"),
	}
	spanish = language{
		words: lexiconOf([]group{
			{cMonth, "- enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"},
			{cWeekday, "lunes martes miércoles jueves viernes sábado domingo"},
			{cDay, "anteayer ayer hoy"},
			{cUnit, "- - - día/días - semana/semanas - mes/meses trimestre/trimestres - - año/años"},
			{cPlural, "días semanas meses años"},
			{cThe, "el la los las"},
			{cIn, "en desde hasta del de entre y para por"},
			{cNumber, "- un/una dos tres cuatro cinco seis siete ocho nueve diez once doce"},
			{cAgo, "hace"},
			{cBound, "hasta"},
		}),
		of:     []string{"de", "del"},
		ago:    []string{"hace"},
		year:   []string{"año"},
		future: strings.Fields("será serán va van habrá"),
	}
	french = language{
		words: lexiconOf([]group{
			{cMonth, "- janvier/janv février/févr mars avril mai juin juillet août/aout septembre/sept octobre/oct novembre/nov décembre/déc"},
			{cWeekday, "lundi mardi mercredi jeudi vendredi samedi dimanche"},
			{cDay, "avant-hier hier aujourd'hui/aujourd’hui demain après-demain"},
			{cUnit, "- - - jour/jours - semaine/semaines - mois trimestre/trimestres - - an/ans/année/années"},
			{cPlural, "jours semaines ans années"},
			{cThe, "le la les l'"},
			{cIn, "en depuis jusqu'en jusqu'au du de au entre et pour vers dès"},
			{cNumber, "- un/une deux trois quatre cinq six sept huit neuf dix onze douze"},
			{cAgo, "il"},
			{cBound, "jusqu'au jusqu'en jusqu’au jusqu’en"},
		}),
		ago:    []string{"il", "y", "a"},
		year:   []string{"l'année", "année", "l'an"},
		future: strings.Fields("sera seront va vont devra doit"),
	}
)

// group is words of one class.
type group struct {
	class class
	words string
}

func lexiconOf(groups []group) *lexicon {
	l := make(map[string]entry, 150)
	for _, g := range groups {
		val := int16(0)
		for word := range strings.FieldsSeq(g.words) {
			for w := range strings.SplitSeq(word, "/") {
				e := l[w]
				if e.class&(cMonth|cWeekday|cDay|cUnit|cNumber) == 0 && g.class&(cPlural|cIn|cThe) == 0 {
					e.val = val
				}
				e.class |= g.class
				l[w] = e
			}
			val++
		}
	}
	delete(l, "-")
	return hashed(l)
}
