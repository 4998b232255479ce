package day

// The words of dates in each language. They are never written.
var (
	english = language{
		months: [12]string{
			"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December",
		},
		seasons:  [4]string{"spring", "summer", "autumn", "winter"},
		quarter:  "%d quarter of %y",
		third:    "%d third of %y",
		half:     "%d half of %y",
		ordinals: [4]string{"first", "second", "third", "fourth"},

		dayMonthYear: "%d %m %y", dayMonth: "%d %m", monthYear: "%m %y", days: "%d %m %y",
		week: "week of %d", decade: "%ds", century: "%d century",
		bc: "%y BC", ad: "AD %y", circa: "c. %d", since: "since %d", until: "until %d",
		or: "or", and: "and", ordinal: true,
	}
	german = language{
		months: [12]string{
			"Januar", "Februar", "März", "April", "Mai", "Juni",
			"Juli", "August", "September", "Oktober", "November", "Dezember",
		},
		seasons:  [4]string{"Frühling", "Sommer", "Herbst", "Winter"},
		quarter:  "%d Quartal %y",
		third:    "%d Jahresdrittel %y",
		half:     "%d Halbjahr %y",
		ordinals: [4]string{"1.", "2.", "3.", "4."},

		dayMonthYear: "%d %m %y", dayMonth: "%d %m", monthYear: "%m %y", days: "%d %m %y",
		week: "Woche vom %d", decade: "%der Jahre", century: "%d. Jahrhundert",
		bc: "%y v. Chr.", ad: "%y n. Chr.", circa: "um %d", since: "seit %d", until: "bis %d",
		or: "oder", and: "und", dotted: true,
	}
	spanish = language{
		months: [12]string{
			"enero", "febrero", "marzo", "abril", "mayo", "junio",
			"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
		},
		seasons:  [4]string{"primavera de", "verano de", "otoño de", "invierno de"},
		quarter:  "%d trimestre de %y",
		third:    "%d cuatrimestre de %y",
		half:     "%d semestre de %y",
		ordinals: [4]string{"primer", "segundo", "tercer", "cuarto"},

		dayMonthYear: "%d de %m de %y", dayMonth: "%d de %m", monthYear: "%m de %y", days: "%d de %m de %y",
		week: "semana del %d", decade: "década de %d", century: "siglo %d",
		bc: "%y a. C.", ad: "%y d. C.", circa: "hacia %d", since: "desde %d", until: "hasta %d",
		or: "o", and: "y", roman: true,
	}
	french = language{
		months: [12]string{
			"janvier", "février", "mars", "avril", "mai", "juin",
			"juillet", "août", "septembre", "octobre", "novembre", "décembre",
		},
		seasons:  [4]string{"printemps", "été", "automne", "hiver"},
		quarter:  "%d trimestre %y",
		third:    "%d quadrimestre %y",
		half:     "%d semestre %y",
		ordinals: [4]string{"1er", "2e", "3e", "4e"},

		dayMonthYear: "%d %m %y", dayMonth: "%d %m", monthYear: "%m %y", days: "%d %m %y", first: "1er",
		week: "semaine du %d", decade: "années %d", century: "%de siècle",
		bc: "%y av. J.-C.", ad: "%y apr. J.-C.", circa: "vers %d", since: "depuis %d", until: "jusqu'à %d",
		or: "ou", and: "et", roman: true,
	}
)
