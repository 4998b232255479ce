package site

import "strings"

// titles are the names of the pages that Dateline makes by itself, in one
// language. The words on pages are render's; these are here because feeds,
// menus, structured data and breadcrumbs say them too.
type titles struct {
	articles, tags, timeline, search, notFound, docs, about string
	kinds                                                   [7]string // of the indexes, in their order
}

// titlesIn returns the titles in the language of a BCP 47 tag, in English where
// there is no table for it.
func titlesIn(tag string) titles {
	primary, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	switch primary {
	case "de":
		return titles{
			"Artikel", "Schlagwörter", "Zeitleiste", "Suche", "Nicht gefunden", "Dokumentation", "Über diese Website",
			[7]string{"Personen", "Orte", "Organisationen", "Ereignisse", "Werke", "Gruppen", "Sachen"},
		}
	case "es":
		return titles{
			"Artículos", "Etiquetas", "Cronología", "Buscar", "No encontrado", "Documentación", "Acerca de",
			[7]string{"Personas", "Lugares", "Organizaciones", "Acontecimientos", "Obras", "Grupos", "Cosas"},
		}
	case "fr":
		return titles{
			"Articles", "Mots-clés", "Chronologie", "Recherche", "Page introuvable", "Documentation", "À propos",
			[7]string{"Personnes", "Lieux", "Organisations", "Événements", "Œuvres", "Groupes", "Choses"},
		}
	}
	return titles{
		"Articles", "Tags", "Timeline", "Search", "Not found", "Docs", "About",
		[7]string{"People", "Places", "Organisations", "Events", "Works", "Groups", "Things"},
	}
}
