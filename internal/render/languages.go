package render

import "dateline/internal/view"

// The tables of interface strings, one function a language. To add a language,
// add its function here and its case in interfaceIn; the test compares them.

func english() *language {
	return &language{
		tag: "en", thousands: ",", quote: [2]string{"‘", "’"},
		Words: view.Words{
			Skip: "Skip to the text", Menu: "Main", Home: "Home", Breadcrumbs: "You are here",
			Theme: "Colours", ThemeAuto: "as the device is set", ThemeLight: "light", ThemeDark: "dark", Search: "Search",
			By: "By", Updated: "Updated", InBrief: "In brief", Contents: "Contents",
			Timeline: "Timeline", Published: "Published", Working: "How this date was found", AlsoTold: "Also told here:",
			WhoIsHere: "Who is here", ShowMentions: "Show the mentions", MentionOf: "Mentions of", PrevMention: "Previous mention", NextMention: "Next mention", Close: "Close", Page: "Everything about",
			Source: "Source", FirstIn: "First published in", Retrieved: "read on", Cite: "Cite as",
			About: "About this page", MadeFrom: "Made from", TitleKnown: "Title", DateKnown: "Date", TextState: "Text", LeftOut: "Left out", Tags: "Tags",
			Related: "Related", Shares: "Also about", Older: "Older", Newer: "Newer",
			Unreviewed: "unreviewed", UnreviewedWhy: "This name was found in the texts by the program; nobody has checked yet who is meant, or that all these mentions are of the same one.",
			Facts: "Facts", Offices: "Offices", AlsoCalled: "Also called", Spellings: "Written as", Elsewhere: "Elsewhere", Companions: "Appears with", Mentions: "Mentions", OnTheMap: "Where it is",
			Latest: "Latest", AllArticles: "All articles", People: "People", Places: "Places", Organisations: "Organisations", MostPresent: "Most present", Years: "Through the years",
			Pages: "Pages", Previous: "Previous", Next: "Next", Letters: "Letters", Months: "Months",
			NotFound: "Nothing is at this address", NotFoundHelp: "The page may have moved, or the address may have lost a letter. These are good places to start again:",
			Moved: "This page has moved to", Feed: "Feed", MadeWith: "Made with", BackToTop: "Back to the top", SectionLink: "Link to this section",
		},
		kinds:  [8]string{"name", "person", "place", "organisation", "event", "work", "group", "thing"},
		groups: [8]string{"Names", "People", "Places", "Organisations", "Events", "Works", "Groups", "Things"},
		status: [4]string{"", "reported", "planned", "deadline"},
		basis: map[string]string{
			"inferred": "inferred from the text", "imported": "taken from the source’s metadata",
		},
		madeOf: map[string]string{"text": "plain text", "html": "a web page", "markdown": "Markdown"},
		known: map[string]string{
			"meta": "from what the source says of itself", "jsonld": "from what the source says of itself", "url": "from its address or file name", "line": "from a line of the source",
			"highlight": "from the first highlight", "lead": "from the first sentence", "file": "from the name of the file", "user": "given by the editor", "none": "not stated in the source",
		},
		months:     [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		otherDates: "In the course of the year",
		articles:   forms{"% article", "% articles"}, mentions: forms{"% mention", "% mentions"}, here: forms{"% mention here", "% mentions here"}, events: forms{"% event", "% events"},
		names: forms{"% name", "% names"}, minutes: forms{"% min read", "% min read"}, more: forms{"% more", "% more"}, entities: forms{"% entry", "% entries"},
		pageOf: "Page % of %", counted: "%, counted from %", mentionsIn: "% in %", andMore: forms{"and % more article", "and % more articles"},
		born: "Born", died: "Died", founded: "Founded", partOf: "Part of", coordinates: "Coordinates", life: "%–%", holder: "% (%)",
		compass: [4]string{"N", "S", "E", "W"}, citeIn: "in %",
		asImported: "as it was imported", edited: "edited since it was imported", nothingLeft: "nothing",
		lines: forms{"% line", "% lines"}, blocks: forms{"% block of the page", "% blocks of the page"}, moreLines: forms{"and % more", "and % more"}, someOf: "% of %",
		yearEvents: "%: %", decade: "%–%", stripLabel: "Events by year, % to %",
	}
}

func german() *language {
	return &language{
		tag: "de", thousands: "\u202f", quote: [2]string{"‚", "‘"},
		Words: view.Words{
			Skip: "Zum Text", Menu: "Hauptnavigation", Home: "Startseite", Breadcrumbs: "Sie sind hier",
			Theme: "Farben", ThemeAuto: "wie im Gerät eingestellt", ThemeLight: "hell", ThemeDark: "dunkel", Search: "Suche",
			By: "Von", Updated: "Geändert am", InBrief: "Kurz gefasst", Contents: "Inhalt",
			Timeline: "Zeitleiste", Published: "Veröffentlicht", Working: "Wie dieses Datum gefunden wurde", AlsoTold: "Auch hier erzählt:",
			WhoIsHere: "Wer vorkommt", ShowMentions: "Stellen zeigen", MentionOf: "Stellen zu", PrevMention: "Vorige Stelle", NextMention: "Nächste Stelle", Close: "Schließen", Page: "Alles über",
			Source: "Quelle", FirstIn: "Zuerst erschienen in", Retrieved: "gelesen am", Cite: "Zitieren als",
			About: "Über diese Seite", MadeFrom: "Entstanden aus", TitleKnown: "Titel", DateKnown: "Datum", TextState: "Text", LeftOut: "Weggelassen", Tags: "Schlagwörter",
			Related: "Verwandtes", Shares: "Auch über", Older: "Älter", Newer: "Neuer",
			Unreviewed: "ungeprüft", UnreviewedWhy: "Dieser Name wurde vom Programm in den Texten gefunden; noch hat niemand geprüft, wer gemeint ist und ob alle Stellen denselben meinen.",
			Facts: "Angaben", Offices: "Ämter", AlsoCalled: "Auch genannt", Spellings: "Geschrieben als", Elsewhere: "Anderswo", Companions: "Kommt vor mit", Mentions: "Stellen", OnTheMap: "Wo es liegt",
			Latest: "Neueste", AllArticles: "Alle Artikel", People: "Personen", Places: "Orte", Organisations: "Organisationen", MostPresent: "Am häufigsten", Years: "Durch die Jahre",
			Pages: "Seiten", Previous: "Zurück", Next: "Weiter", Letters: "Buchstaben", Months: "Monate",
			NotFound: "An dieser Adresse ist nichts", NotFoundHelp: "Vielleicht ist die Seite umgezogen, oder der Adresse fehlt ein Buchstabe. Hier lässt sich gut neu beginnen:",
			Moved: "Diese Seite ist umgezogen nach", Feed: "Feed", MadeWith: "Gemacht mit", BackToTop: "Nach oben", SectionLink: "Link zu diesem Abschnitt",
		},
		kinds:  [8]string{"Name", "Person", "Ort", "Organisation", "Ereignis", "Werk", "Gruppe", "Sache"},
		groups: [8]string{"Namen", "Personen", "Orte", "Organisationen", "Ereignisse", "Werke", "Gruppen", "Sachen"},
		status: [4]string{"", "berichtet", "geplant", "Frist"},
		basis: map[string]string{
			"inferred": "aus dem Text erschlossen", "imported": "aus den Metadaten der Quelle",
		},
		madeOf: map[string]string{"text": "reiner Text", "html": "eine Webseite", "markdown": "Markdown"},
		known: map[string]string{
			"meta": "aus den Angaben der Quelle über sich selbst", "jsonld": "aus den Angaben der Quelle über sich selbst", "url": "aus Adresse oder Dateiname", "line": "aus einer Zeile der Quelle",
			"highlight": "aus dem ersten Punkt der Zusammenfassung", "lead": "aus dem ersten Satz", "file": "aus dem Namen der Datei", "user": "von der Redaktion angegeben", "none": "in der Quelle nicht genannt",
		},
		leftOut:    map[string]string{"boiler": "gehört nicht zum Artikel", "duplicate": "steht schon anderswo"},
		months:     [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		otherDates: "Im Lauf des Jahres",
		articles:   forms{"% Artikel", "% Artikel"}, mentions: forms{"% Stelle", "% Stellen"}, here: forms{"hier % Stelle", "hier % Stellen"}, events: forms{"% Ereignis", "% Ereignisse"},
		names: forms{"% Name", "% Namen"}, minutes: forms{"% Min. Lesezeit", "% Min. Lesezeit"}, more: forms{"% weiteres", "% weitere"}, entities: forms{"% Eintrag", "% Einträge"},
		pageOf: "Seite % von %", counted: "%, gezählt vom %", mentionsIn: "% in %", andMore: forms{"und % weiterer Artikel", "und % weitere Artikel"},
		born: "Geboren", died: "Gestorben", founded: "Gegründet", partOf: "Teil von", coordinates: "Koordinaten", life: "%–%", holder: "% (%)",
		compass: [4]string{"N", "S", "O", "W"}, citeIn: "in %",
		asImported: "wie importiert", edited: "seit dem Import bearbeitet", nothingLeft: "nichts",
		lines: forms{"% Zeile", "% Zeilen"}, blocks: forms{"% Block der Seite", "% Blöcken der Seite"}, moreLines: forms{"und % weitere", "und % weitere"}, someOf: "% von %",
		yearEvents: "%: %", decade: "%–%", stripLabel: "Ereignisse nach Jahren, % bis %",
	}
}

func spanish() *language {
	return &language{
		tag: "es", thousands: "\u202f", quote: [2]string{"«", "»"},
		Words: view.Words{
			Skip: "Ir al texto", Menu: "Principal", Home: "Inicio", Breadcrumbs: "Está usted aquí",
			Theme: "Colores", ThemeAuto: "según el dispositivo", ThemeLight: "claro", ThemeDark: "oscuro", Search: "Buscar",
			By: "Por", Updated: "Actualizado", InBrief: "En breve", Contents: "Contenido",
			Timeline: "Cronología", Published: "Publicado", Working: "Cómo se halló esta fecha", AlsoTold: "Contado también aquí:",
			WhoIsHere: "Quién aparece", ShowMentions: "Mostrar las menciones", MentionOf: "Menciones de", PrevMention: "Mención anterior", NextMention: "Mención siguiente", Close: "Cerrar", Page: "Todo sobre",
			Source: "Fuente", FirstIn: "Publicado primero en", Retrieved: "leído el", Cite: "Citar como",
			About: "Sobre esta página", MadeFrom: "Hecho a partir de", TitleKnown: "Título", DateKnown: "Fecha", TextState: "Texto", LeftOut: "Omitido", Tags: "Etiquetas",
			Related: "Relacionado", Shares: "También sobre", Older: "Anterior", Newer: "Posterior",
			Unreviewed: "sin revisar", UnreviewedWhy: "El programa halló este nombre en los textos; nadie ha comprobado todavía a quién se refiere ni que todas las menciones sean de lo mismo.",
			Facts: "Datos", Offices: "Cargos", AlsoCalled: "También llamado", Spellings: "Escrito como", Elsewhere: "En otros sitios", Companions: "Aparece con", Mentions: "Menciones", OnTheMap: "Dónde está",
			Latest: "Lo último", AllArticles: "Todos los artículos", People: "Personas", Places: "Lugares", Organisations: "Organizaciones", MostPresent: "Los más presentes", Years: "A través de los años",
			Pages: "Páginas", Previous: "Anterior", Next: "Siguiente", Letters: "Letras", Months: "Meses",
			NotFound: "No hay nada en esta dirección", NotFoundHelp: "Quizá la página se haya movido o a la dirección le falte una letra. Estos son buenos sitios para empezar de nuevo:",
			Moved: "Esta página se ha movido a", Feed: "Canal", MadeWith: "Hecho con", BackToTop: "Volver arriba", SectionLink: "Enlace a esta sección",
		},
		kinds:  [8]string{"nombre", "persona", "lugar", "organización", "acontecimiento", "obra", "grupo", "cosa"},
		groups: [8]string{"Nombres", "Personas", "Lugares", "Organizaciones", "Acontecimientos", "Obras", "Grupos", "Cosas"},
		status: [4]string{"", "referido", "previsto", "plazo"},
		basis: map[string]string{
			"inferred": "deducida del texto", "imported": "tomada de los metadatos de la fuente",
		},
		madeOf: map[string]string{"text": "texto sin formato", "html": "una página web", "markdown": "Markdown"},
		known: map[string]string{
			"meta": "de lo que la fuente dice de sí misma", "jsonld": "de lo que la fuente dice de sí misma", "url": "de la dirección o del nombre del archivo", "line": "de una línea de la fuente",
			"highlight": "del primer punto del resumen", "lead": "de la primera frase", "file": "del nombre del archivo", "user": "por indicación de la redacción", "none": "la fuente no lo dice",
		},
		leftOut:    map[string]string{"boiler": "no es parte del artículo", "duplicate": "ya está en otro lugar"},
		months:     [12]string{"Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre", "Noviembre", "Diciembre"},
		otherDates: "A lo largo del año",
		articles:   forms{"% artículo", "% artículos"}, mentions: forms{"% mención", "% menciones"}, here: forms{"% mención aquí", "% menciones aquí"}, events: forms{"% acontecimiento", "% acontecimientos"},
		names: forms{"% nombre", "% nombres"}, minutes: forms{"% min de lectura", "% min de lectura"}, more: forms{"% más", "% más"}, entities: forms{"% entrada", "% entradas"},
		pageOf: "Página % de %", counted: "%, contado desde el %", mentionsIn: "% en %", andMore: forms{"y % artículo más", "y % artículos más"},
		born: "Nacimiento", died: "Muerte", founded: "Fundación", partOf: "Parte de", coordinates: "Coordenadas", life: "%–%", holder: "% (%)",
		compass: [4]string{"N", "S", "E", "O"}, citeIn: "en %",
		asImported: "tal como se importó", edited: "editado después de importarlo", nothingLeft: "nada",
		lines: forms{"% línea", "% líneas"}, blocks: forms{"% bloque de la página", "% bloques de la página"}, moreLines: forms{"y % más", "y % más"}, someOf: "% de %",
		yearEvents: "%: %", decade: "%–%", stripLabel: "Acontecimientos por año, de % a %",
	}
}

func french() *language {
	return &language{
		tag: "fr", thousands: "\u202f", quote: [2]string{"«\u202f", "\u202f»"}, zeroIsOne: true,
		Words: view.Words{
			Skip: "Aller au texte", Menu: "Navigation principale", Home: "Accueil", Breadcrumbs: "Vous êtes ici",
			Theme: "Couleurs", ThemeAuto: "selon l’appareil", ThemeLight: "clair", ThemeDark: "sombre", Search: "Recherche",
			By: "Par", Updated: "Mis à jour", InBrief: "En bref", Contents: "Sommaire",
			Timeline: "Chronologie", Published: "Publication", Working: "Comment cette date a été trouvée", AlsoTold: "Raconté aussi ici :",
			WhoIsHere: "Qui est là", ShowMentions: "Montrer les mentions", MentionOf: "Mentions de", PrevMention: "Mention précédente", NextMention: "Mention suivante", Close: "Fermer", Page: "Tout sur",
			Source: "Source", FirstIn: "Paru d’abord dans", Retrieved: "lu le", Cite: "Citer comme",
			About: "À propos de cette page", MadeFrom: "Tiré de", TitleKnown: "Titre", DateKnown: "Date", TextState: "Texte", LeftOut: "Laissé de côté", Tags: "Mots-clés",
			Related: "À lire aussi", Shares: "Aussi sur", Older: "Plus ancien", Newer: "Plus récent",
			Unreviewed: "non vérifié", UnreviewedWhy: "Le programme a trouvé ce nom dans les textes ; personne n’a encore vérifié de qui il s’agit, ni que toutes ces mentions désignent le même.",
			Facts: "Repères", Offices: "Fonctions", AlsoCalled: "Aussi appelé", Spellings: "Écrit", Elsewhere: "Ailleurs", Companions: "Apparaît avec", Mentions: "Mentions", OnTheMap: "Situation",
			Latest: "Derniers articles", AllArticles: "Tous les articles", People: "Personnes", Places: "Lieux", Organisations: "Organisations", MostPresent: "Les plus présents", Years: "Au fil des ans",
			Pages: "Pages", Previous: "Précédent", Next: "Suivant", Letters: "Lettres", Months: "Mois",
			NotFound: "Il n’y a rien à cette adresse", NotFoundHelp: "La page a peut-être changé de place, ou l’adresse a perdu une lettre. Voici de bons endroits pour reprendre :",
			Moved: "Cette page se trouve désormais à", Feed: "Flux", MadeWith: "Réalisé avec", BackToTop: "Haut de page", SectionLink: "Lien vers cette section",
		},
		kinds:  [8]string{"nom", "personne", "lieu", "organisation", "événement", "œuvre", "groupe", "chose"},
		groups: [8]string{"Noms", "Personnes", "Lieux", "Organisations", "Événements", "Œuvres", "Groupes", "Choses"},
		status: [4]string{"", "rapporté", "prévu", "échéance"},
		basis: map[string]string{
			"inferred": "déduite du texte", "imported": "tirée des métadonnées de la source",
		},
		madeOf: map[string]string{"text": "texte brut", "html": "une page web", "markdown": "Markdown"},
		known: map[string]string{
			"meta": "d’après ce que la source dit d’elle-même", "jsonld": "d’après ce que la source dit d’elle-même", "url": "d’après l’adresse ou le nom du fichier", "line": "d’après une ligne de la source",
			"highlight": "d’après le premier point du résumé", "lead": "d’après la première phrase", "file": "d’après le nom du fichier", "user": "indication de la rédaction", "none": "la source ne le dit pas",
		},
		leftOut:    map[string]string{"boiler": "ne fait pas partie de l’article", "duplicate": "se trouve déjà ailleurs"},
		months:     [12]string{"Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre", "Octobre", "Novembre", "Décembre"},
		otherDates: "Dans le courant de l’année",
		articles:   forms{"% article", "% articles"}, mentions: forms{"% mention", "% mentions"}, here: forms{"% mention ici", "% mentions ici"}, events: forms{"% événement", "% événements"},
		names: forms{"% nom", "% noms"}, minutes: forms{"% min de lecture", "% min de lecture"}, more: forms{"% autre", "% autres"}, entities: forms{"% entrée", "% entrées"},
		pageOf: "Page % sur %", counted: "%, compté à partir du %", mentionsIn: "% dans %", andMore: forms{"et % autre article", "et % autres articles"},
		born: "Naissance", died: "Mort", founded: "Fondation", partOf: "Fait partie de", coordinates: "Coordonnées", life: "%–%", holder: "% (%)",
		compass: [4]string{"N", "S", "E", "O"}, citeIn: "dans %",
		asImported: "tel qu’il a été importé", edited: "modifié depuis l’importation", nothingLeft: "rien",
		lines: forms{"% ligne", "% lignes"}, blocks: forms{"% bloc de la page", "% blocs de la page"}, moreLines: forms{"et % de plus", "et % de plus"}, someOf: "% sur %",
		yearEvents: "% : %", decade: "%–%", stripLabel: "Événements par année, de % à %",
	}
}
