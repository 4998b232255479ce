package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Furniture is what stands around an article and is no part of it: menus, share
// bars, comment forms, lists of other articles. It is known by its words, in the
// languages below, and by where it stands.

// furnitureKind says how far a furniture phrase reaches.
type furnitureKind uint8

const (
	notFurniture furnitureKind = iota
	lone                       // this line only
	opens                      // this line, and the headlines below it up to the next prose
	ends                       // nothing of the article stands below
	contact                    // this line, and names and addresses below it
	closes                     // the text says that it ends here
)

// exactFurniture holds whole lines, folded by foldLine.
var exactFurniture = phraseTable(map[furnitureKind]string{
	lone: `
		home|news|world|sport|sports|business|politics|opinion|science|technology|tech|entertainment|lifestyle|health|weather|travel|culture|arts|video|videos
		live|watch live|search|menu|log in|login|log out|sign in|sign up|register|my account|account|skip to content|skip to main content|jump to navigation|back to top
		share|share this|share this article|share this story|share this page|share article|facebook|twitter|pinterest|whatsapp|linkedin|reddit|flipboard|telegram|messenger|instagram|youtube
		tumblr|google+|rss|print|copy|copy link|copy this link|email|e-mail|mail|email this|blogthis!|subscribe|subscribe now|advertisement|advertising|ad|sponsored|sponsored content|promoted
		close|close share panel|next|previous|prev|submit|reply|view all|enlarge image|loading|loading...|play|play video|pause|mute|continue reading|story continues below|article continues below
		scroll down for video|scroll down for videos|watch the video|back to gallery|classifieds|obits|e-edition|local sports|give feedback|survey|view author archive|get author rss feed
		email the author|follow on twitter|name(required)|email(required)|comment(required)|view gallery|show more|load more|read more about sharing|x|view this post on instagram
		these are external links and will open in a new window|media playback is unsupported on your device|expand|hide|hide sources|load more content|save|bookmark|listen|listen to this article|transcript|download app|newsletter|gift this article
		startseite|teilen|drucken|merken|kommentieren|anzeige|werbung|anmelden|registrieren|suche|menü|zum inhalt springen|zur startseite|weiterlesen|vorlesen|artikel teilen|abonnieren|mehr|lade weitere inhalte|externer inhalt|quellen anzeigen|quellen ausblenden|als pdf herunterladen|bild anzeigen|bild vergrößern|zur übersicht|nach oben
		accueil|partager|imprimer|envoyer|publicité|se connecter|s'abonner|je m'abonne|rechercher|lire la suite|écouter|réagir
		inicio|compartir|imprimir|publicidad|iniciar sesión|suscribite|suscríbete|buscar|comentar|guardar|enviar|menú
		condividi|stampa|pubblicità|accedi|compartilhar|dela|skriv ut|annons|logga in|delen`,
	opens: `
		related|related articles|related stories|related article|related story|related content|related links|related topics|more|more stories|more news|more on this story|more on|more on this|read more|read next|up next
		trending|trending now|trending news|trending stories|most read|most popular|most viewed|most shared|don't miss|see also|also read|recommended|recommended for you|you may also like|you might also like|you may like
		on our radar|editor's picks|editors' picks|top stories|top news|latest|latest news|latest stories|popular now|popular stories|in case you missed it|from around the web|around the web|featured|featured stories|watch|watch more
		mehr zum thema|lesen sie auch|auch interessant|das könnte sie auch interessieren|das könnte sie interessieren|meistgelesen|weitere artikel|mehr aus dem ressort|verwandte artikel|verwandte themen|verwandte beiträge|ähnliche artikel|ähnliche beiträge|ähnliche themen|neueste artikel|neueste beiträge|aktuelle artikel|aktuelle beiträge|weitere beiträge|weitere themen|schon gelesen?|zum weiterlesen|weiterführende links|weiterführender link|das könnte dich auch interessieren
		lire aussi|à lire aussi|a lire aussi|sur le même sujet|les plus lus|articles liés|voir aussi|à voir aussi
		seguí leyendo|sigue leyendo|lea también|lee también|te puede interesar|más leídas|más noticias|noticias relacionadas|lo más leído|leia também|leggi anche|läs också|lees ook|ver también|ver además|puedes ver|artículos relacionados|veja também|zobacz również|zobacz też|czytaj też|czytaj także|articles similaires|articles récents|sur le même thème`,
	ends: `
		comments|comment|no comments|top comments|top rated comments|all comments|reader comments|user comments|post a comment|add a comment|leave a comment|leave a reply|view comments|join the conversation|comments are closed|newer post|older post|newer posts|older posts|links to this post|create a link
		topics|tags|all rights reserved|terms of use|terms and conditions|privacy policy|privacy|contact us|about us|cookie policy|about the author|most popular today
		kommentare|keine kommentare|kommentar schreiben|kommentar hinzufügen|schlagworte|themen|impressum|datenschutz
		commentaires|aucun commentaire|laisser un commentaire|ajouter un commentaire|mentions légales|mots-clés
		comentarios|sin comentarios|publicar un comentario|deja un comentario|temas|etiquetas|kommentarer|commenti|reacties`,
})

// prefixFurniture holds how lines begin, folded. A line of many words that ends as a
// sentence is not furniture for its beginning alone.
var prefixFurniture = phraseTable(map[furnitureKind]string{
	lone: `
		share on|share via|share your feedback|show caption|hide caption|share to|share this with|follow us|follow @|sign up for|sign up to|subscribe to|click here|tap here|read more:|read more about|see more:|see also:|watch:|listen:|also read:|read also:|related:|more:|don't miss:
		advertisement|scroll down|download the|download our|get the latest|get our|eds:|story continues|article continues|for more information,|please log in|please keep|please enable|your browser|this video is
		we use cookies|by clicking|this site uses|this article was originally|media playback|image gallery|view image|view all|view gallery|print this|email this|send to a friend|photos:|video:|read:|gallery:|in pictures:|explainer:|podcast:|quiz:|welcome to our|sign in to|log in to
		lesen sie auch:|lesen sie mehr|mehr zum thema:|auch interessant:|teilen auf|jetzt abonnieren|wir verwenden cookies|sie haben jetzt|vielen dank für ihre
		lire aussi :|lire aussi|à lire aussi|partager sur|abonnez-vous|à voir|suivez-nous
		leer más|lea también|compartir en|suscríbete|seguinos|síguenos|te puede interesar:|puedes ver:|veja também:|leia também|leggi anche|czytaj też:|czytaj także:|zobacz też:`,
	opens: `more from|more on:|more in|most read in|most popular in|trending in|related to this|latest from|mehr aus|mehr von|más de|plus de|top stories in|recommended by|more about`,
	ends: `©|copyright ©|copyright 20|copyright 19|(c) 20|all rights reserved|posted by|labels:|filed under|tags:|categories:|category:|topics:|join the conversation|leave a comment|share your own|next article|previous article
		schlagworte:|themen:|alle rechte vorbehalten|tous droits réservés|todos los derechos|mots-clés :|etiquetas:|temas:|tópicos:|palabras clave|keywords:|schlagwörter:|stichwörter:|stichworte:`,
})

// longestPhrase is the length in bytes up to which a line can be whole furniture.
const longestPhrase = 80

// phraseTable makes a table of phrases separated by bars and line ends.
func phraseTable(lists map[furnitureKind]string) map[string]furnitureKind {
	t := map[string]furnitureKind{}
	for kind, list := range lists {
		for p := range eachPhrase(list) {
			t[foldLine(p)] = kind
		}
	}
	return t
}

// foldLine returns a line in lower case with straight apostrophes, without the
// marks and spaces around it.
func foldLine(s string) string {
	s = strings.ToLower(strings.TrimFunc(s, aroundWords))
	if strings.Contains(s, "’") {
		s = strings.ReplaceAll(s, "’", "'")
	}
	return s
}

// aroundWords reports whether r is a mark or space that may stand around the words of
// a menu.
func aroundWords(r rune) bool {
	switch r {
	case ' ', '\t', ':', '.', '!', '…', '|', '>', '»', '›', '←', '→', '-', '–', '—', '*', '•', '·', '▼', '▶', '\u00a0':
		return true
	}
	return false
}

// prefixFirst holds the first words of prefixFurniture: lines that begin otherwise,
// nearly all, need no further look.
var prefixFirst = func() map[string]bool {
	first := map[string]bool{}
	for p := range prefixFurniture {
		first[string(firstWord(p, nil))] = true
	}
	return first
}()

// firstWord appends the first word of s to buf, its ASCII letters in lower case.
func firstWord(s string, buf []byte) []byte {
	for i := 0; i < len(s) && s[i] != ' ' && s[i] != ':' && len(buf) < 32; i++ {
		c := s[i]
		if c < utf8.RuneSelf {
			c = foldByte[c]
		}
		buf = append(buf, c)
	}
	return buf
}

// notASCII reports characters beyond ASCII.
func notASCII(r rune) bool { return r >= utf8.RuneSelf }

// furnitureOf looks a line up in the tables. words is how many it has, and
// sentence whether it ends as one.
func furnitureOf(s string, words int, sentence bool) (furnitureKind, string) {
	if len(s) <= longestPhrase {
		folded := foldLine(s)
		if k := exactFurniture[folded]; k != notFurniture {
			return k, "furniture: " + folded
		}
		// "4 Comments", "View all (4)"
		if rest := strings.Trim(folded, "0123456789()[] "); rest != folded && rest != "" {
			if k := exactFurniture[rest]; k != notFurniture {
				return k, "furniture: " + rest
			}
		}
	}
	if words <= 7 && readingTime(s) {
		return lone, "furniture: how long reading takes"
	}
	if words <= noticeWords && notice(s) {
		return lone, "furniture: notice of the site"
	}
	if sentence && words > 40 {
		return notFurniture, ""
	}
	s = strings.TrimLeft(s, " \t>»›*•")
	var buf [32]byte
	if first := firstWord(s, buf[:0]); !prefixFirst[string(first)] && strings.IndexFunc(s[:len(first)], notASCII) < 0 {
		return notFurniture, ""
	}
	low := strings.ReplaceAll(strings.ToLower(s[:min(len(s), 64)]), "’", "'")
	// A prefix of the table ends at a space, at a mark, or at the end of the line:
	// at most eight places are looked up.
	for i, n := 0, 0; i < len(low) && n < 8; i++ {
		if i+1 < len(low) && low[i] != ':' && low[i+1] != ' ' && low[i] != ' ' && low[i] != '@' && low[i+1] < 0x80 && low[i] != 0xa9 {
			continue
		}
		key := foldLine(low[:i+1])
		if k := prefixFurniture[key]; k != notFurniture && prefixCounts(low[:i+1], key, words, sentence) {
			return k, "furniture: " + strings.TrimSpace(low[:i+1])
		}
		if low[i] == ' ' || i+1 < len(low) && low[i+1] == ' ' {
			n++
		}
	}
	return notFurniture, ""
}

// readingTime reports whether a line says how long reading takes: "4 min read",
// "Lesedauer: 3 Minuten".
func readingTime(s string) bool {
	if strings.IndexFunc(s, unicode.IsDigit) < 0 {
		return false
	}
	low := foldLine(s)
	for _, p := range readingTimes {
		if strings.HasPrefix(low, p) || strings.HasSuffix(low, p) {
			return strings.Contains(low, "min")
		}
	}
	return false
}

var readingTimes = []string{"min read", "mins read", "minute read", "minutes read", "reading time", "estimated reading time", "lesedauer", "lesezeit", "temps de lecture", "de lecture", "tiempo de lectura", "de lectura", "tempo de leitura", "de leitura", "tempo di lettura", "leestijd"}

// noticeWords is how long a site's notice about itself may be.
const noticeWords = 90

// notice reports whether a site speaks of itself in s: of its rights, its cookies or
// its letter to readers. What somebody is quoted as saying is none.
func notice(s string) bool {
	for _, cue := range noticeCues {
		if !strings.Contains(s, cue) {
			continue
		}
		low := strings.ToLower(s)
		for _, p := range siteNotices {
			if strings.Contains(low, p) {
				return !quoted(s)
			}
		}
	}
	return false
}

// siteNotices are what a site says of its rights, its cookies and its letters, in
// lower case; noticeCues are parts of words of which each of them holds one, and begin
// with letters that are quickly found because they are rare.
var (
	noticeCues  = []string{"kie", "ghts r", "ghts R", "vorbehalten", "vés", "vati", "vados", "wsletter", "box", "broadcast, ", "partners", "boletín", "Quotes ", "Market d"}
	siteNotices = []string{
		"all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados", "todos os direitos reservados", "tutti i diritti riservati",
		"may not be published, broadcast", "quotes delayed", "market data provided by",
		"our newsletter", "our free newsletter", "our weekly newsletter", "our daily newsletter", "your inbox", "unseren newsletter", "unserem newsletter", "notre newsletter", "nuestra newsletter", "nuestro boletín",
		"we use cookies", "we and our partners", "uses cookies", "use of cookies", "our cookie", "these cookies", "necessary cookies", "of cookies,", "accept cookies", "cookie settings",
		"wir verwenden cookies", "wir nutzen cookies", "verwendet cookies", "nutzung von cookies", "verwendung von cookies", "einsatz von cookies", "setzt cookies",
		"nous utilisons des cookies", "utilise des cookies", "utilisation de cookies", "utilisation des cookies", "les cookies nous",
		"utilizamos cookies", "utiliza cookies", "usamos cookies", "uso de cookies", "usa cookies", "utilizziamo cookie", "utilizza cookie", "uso dei cookie", "wij gebruiken cookies", "gebruikt cookies",
	}
)

// prefixCounts reports whether a line that begins with a phrase of the table is
// furniture: a phrase that was written with a colon needs it, and a sentence that
// merely begins with the same words is none.
func prefixCounts(written, key string, words int, sentence bool) bool {
	switch key {
	case "watch", "listen", "more", "related", "read also", "also read", "photos", "video", "read", "gallery", "in pictures", "explainer", "podcast", "quiz", "see more", "see also", "read more", "don't miss", "eds", "labels", "tags", "categories", "category", "topics", "themen", "schlagworte", "etiquetas", "temas", "tópicos", "keywords", "schlagwörter", "stichwörter", "stichworte", "more on":
		return strings.HasSuffix(strings.TrimSpace(written), ":")
	}
	return !sentence || words <= 14 || strings.HasPrefix(key, "©") || strings.HasPrefix(key, "sign up") || strings.HasPrefix(key, "please") || strings.HasPrefix(key, "share your")
}
