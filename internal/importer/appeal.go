package importer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Appeals speak to the reader about the site and not about the subject: share,
// subscribe, follow, support, and who is paid for what.

// appeals are parts of such lines, in lower case.
var appeals = []string{
	"share this article", "share this story", "share this post", "share it with a friend", "share this page", "like this story?", "enjoyed this article", "enjoyed reading this", "liked this article", "like us on facebook",
	"follow us on", "follow me on", "sign up for our", "sign up for the", "sign up to our", "sign up here", "signup for", "subscribe now", "subscribe to our", "subscribe to the", "subscribe here", "click here to subscribe", "our newsletter", "free daily newsletter", "daily newsletter delivered", "delivered to your inbox", "straight to your inbox",
	"stories like this?", "download our app", "download the app", "on the app store", "for android and ios", "for ios and android", "help us continue", "join the conversation", "leave a comment below", "in the comments below", "let us know in the comments", "become a member", "support our journalism", "support our work", "make a donation", "buy me a coffee", "delivered through your letterbox",
	"click here for more", "click here to read", "click here for the", "read the full story at", "chat with us in", "visit our shop", "make this my homepage",
	"artikel teilen", "artikel mit anderen teilen", "beitrag teilen", "vergiss nicht zu teilen", "artikel gefallen", "beitrag gefallen", "folgen sie uns", "folge uns", "folgt uns auf", "unseren newsletter", "unserem newsletter", "newsletter abonnieren", "newsletter anmelden", "jetzt abonnieren", "jetzt anmelden und", "kostenlos abonnieren", "unterstütze uns", "unterstützen sie uns", "jetzt spenden", "besuchen sie unseren", "schreiben sie uns", "hier klicken und", "klicken sie hier", "gefällt dir unser", "um kommentare zu schreiben", "um einen kommentar zu", "diesen artikel drucken", "rezept drucken", "mehr zum thema auf",
	"partagez cet article", "partager cet article", "suivez-nous sur", "abonnez-vous", "inscrivez-vous à notre", "notre newsletter", "faites un don", "soutenez-nous",
	"comparte este artículo", "comparte esta noticia", "síguenos en", "síguenos", "suscríbete a", "suscríbase a", "nuestro boletín", "nuestra newsletter", "únete a nuestro", "hazte socio", "hazte miembro", "cancela cuando quieras", "nuestro canal de youtube",
}

// notices are parts of lines about rights and payment, in lower case.
var notices = []string{
	"affiliate link", "affiliate-link", "affiliate commission", "earn a commission", "earn commission", "may receive compensation", "references to products from", "a share of the sale", "enthält werbung", "enthält anzeigen", "liens affiliés", "enlaces de afiliado", "this article contains affiliate", "sponsored by",
	"may not be published, broadcast, rewritten", "no part may be reproduced", "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados", "wszelkie prawa zastrzeżone", "suggested citation", "use of this site constitutes", "uses cookies", "verwendet cookies", "utilise des cookies", "utiliza cookies", "links on this page may",
}

// maxAppeal is how many words a line has at most to be an appeal as a whole, and
// maxNotice the same for notices.
const (
	maxAppeal = 32
	maxNotice = 60
)

// phrasesBy holds appeals and notices by their first word.
var phrasesBy = func() map[string][]string {
	by := map[string][]string{}
	for _, p := range slices.Concat(appeals, notices) {
		first := p[:wordEnd(p)]
		by[first] = append(by[first], p)
	}
	return by
}()

// isNotice holds notices.
var isNotice = func() map[string]bool {
	is := map[string]bool{}
	for _, p := range notices {
		is[p] = true
	}
	return is
}()

// appeal returns why u is an appeal or a notice; "" when it is none.
func appeal(u *unit) string {
	if u.words == 0 || u.words > maxNotice {
		return ""
	}
	low := strings.ReplaceAll(strings.ToLower(u.text), "’", "'")
	for i := 0; i < len(low); {
		end := i + wordEnd(low[i:])
		if end == i {
			i++
			continue
		}
		for _, p := range phrasesBy[low[i:end]] {
			switch {
			case !strings.HasPrefix(low[i:], p):
			case isNotice[p]:
				return "notice of rights or payment: " + p
			case u.words <= maxAppeal:
				return "appeal to the reader: " + p
			}
		}
		i = end
	}
	return ""
}

// wordEnd returns the length of the word of ASCII letters and other characters that
// s begins with.
func wordEnd(s string) int {
	for i := range len(s) {
		if !isLetter(s[i]) && s[i] < utf8.RuneSelf {
			return i
		}
	}
	return len(s)
}
