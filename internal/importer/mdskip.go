package importer

import (
	"path"
	"slices"
	"strings"

	"dateline/internal/frontmatter"
)

// papers are the files of a repository about itself, by the first word of their names.
var papers = []string{
	"readme", "license", "licence", "copying", "notice", "changelog", "changes", "history", "contributing", "contributors", "code_of_conduct",
	"code-of-conduct", "security", "support", "authors", "maintainers", "pull_request_template", "issue_template",
}

// notArticleByName says by a file's path why it is not an article, or "".
func notArticleByName(name, text string) string {
	stem, _, _ := strings.Cut(strings.ToLower(path.Base(name)), ".")
	switch {
	case stem == "_index":
		return "it is the page of a section"
	case slices.Contains(papers, stem) && !beginsHeader(text):
		return "it is about the repository that it lies in"
	case hasFolder(name, "_layouts"), hasFolder(name, "_includes"), hasFolder(name, "layouts"), hasFolder(name, "archetypes"):
		return "it is a template of the site"
	case strings.Contains(text, "<% tp."), strings.Contains(text, "<%* "),
		(hasFolder(name, "templates") || hasFolder(name, "_templates")) && strings.Contains(text, "{{"):
		return "it is a template of notes"
	case stem == "404":
		return "it is shown for addresses that lead nowhere"
	}
	return ""
}

// notArticle says by what stands in a file why it is not an article, or "".
func notArticle(h frontmatter.Header, body string) string {
	for _, f := range h.Fields {
		if frontmatter.Fold(f.Key) == "title" && strings.Contains(f.Value.Text, "{{") {
			return "it is a template: its title is made for each page"
		}
	}
	if strings.TrimSpace(body) == "" {
		return "there are no words below its header"
	}
	if !strings.Contains(body, "{{") && !strings.Contains(body, "{%") {
		return ""
	}
	words, loops := wordsBesideTags(body)
	if words == 0 || loops && words < 25 {
		return "it is a template: its words are made by tags"
	}
	return ""
}

// wordsBesideTags counts the words of a text that stand outside of the tags of
// templates and of HTML, and says whether one of the tags makes a list or takes in
// another page. Shortcodes that show something of their own count as a word.
func wordsBesideTags(s string) (words int, loops bool) {
	for s != "" {
		n := 0
		switch s[0] {
		case '{':
			if t, ok := readTag(s); ok {
				n = t.size
				switch {
				case t.open == "{%" && (t.name == "for" || t.name == "paginate"), t.open == "{{" && t.name == "content":
					loops = true
				case t.hugo(), t.call:
					words++
				}
			}
		case '<':
			if i := strings.IndexByte(s[:min(len(s), maxTag)], '>'); i > 0 && (isLetter(s[1]) || s[1] == '/' || s[1] == '!') {
				n = i + 1
			}
		case '`': // code has words, whatever it holds
			words++
		}
		if n == 0 {
			n = strings.IndexAny(s[1:], "{<` \n") + 1
			if n == 0 {
				n = len(s)
			}
			if strings.ContainsFunc(s[:n], isWordRune) {
				words++
			}
		}
		s = s[n:]
	}
	return words, loops
}
