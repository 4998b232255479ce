package unpack

import (
	"strconv"
	"strings"
)

// wordStyle is a style of a Word document: ECMA-376-1, 17.7.
type wordStyle struct {
	name     string // as Word writes it in every language, in small letters
	parent   string
	outline  int // level of a heading, from 1; 0 when it says nothing
	list     string
	level    int
	font     *element // properties of its runs
	firstRow bool     // of a table: its first row is set apart
}

// wordStyles are the styles of a document by their names in it.
type wordStyles map[string]*wordStyle

// readWordStyles reads word/styles.xml.
func readWordStyles(root *element) wordStyles {
	styles := wordStyles{}
	root.every("style", func(e *element) {
		s := &wordStyle{
			name:   strings.ToLower(e.child("name").attr("val")),
			parent: e.child("basedOn").attr("val"),
			font:   e.child("rPr"),
		}
		pPr := e.child("pPr")
		s.outline = outlineLevel(pPr)
		s.list = pPr.at("numPr", "numId").attr("val")
		s.level, _ = strconv.Atoi(pPr.at("numPr", "ilvl").attr("val"))
		for _, c := range e.inner {
			s.firstRow = s.firstRow || c.name == "tblStylePr" && c.attr("type") == "firstRow"
		}
		styles[e.attr("styleId")] = s
	})
	return styles
}

// outlineLevel returns the level of a heading, from 1; 0 when the properties of a
// paragraph say nothing, or that it is running text.
func outlineLevel(pPr *element) int {
	if n, err := strconv.Atoi(pPr.child("outlineLvl").attr("val")); err == nil && n >= 0 && n < 9 {
		return n + 1
	}
	return 0
}

// chain calls f for a style and those it is based on, until f returns true.
func (s wordStyles) chain(id string, f func(*wordStyle) bool) {
	for depth := 0; depth < 20; depth++ {
		style := s[id]
		if style == nil || f(style) {
			return
		}
		id = style.parent
	}
}

// role returns what a paragraph of that style is, and the level of a heading.
func (s wordStyles) role(id string) (role, int) {
	r, level := roleText, 0
	s.chain(id, func(style *wordStyle) bool {
		r, level = roleOfStyle(style.name)
		if r == roleText && style.outline > 0 {
			r, level = roleHeading, style.outline
		}
		return r != roleText
	})
	return r, level
}

// roleOfStyle returns what a style of that name is for, in the names that Word and
// LibreOffice use inside files, and those of pandoc.
func roleOfStyle(name string) (role, int) {
	if rest, ok := strings.CutPrefix(name, "heading "); ok {
		if n, err := strconv.Atoi(rest); err == nil && n > 0 && n < 10 {
			return roleHeading, n
		}
	}
	if rest, ok := strings.CutPrefix(name, "toc "); ok && rest != "" {
		return roleContents, 0
	}
	switch name {
	case "title", "book title":
		return roleTitle, 1
	case "subtitle":
		return roleSubtitle, 0
	case "author":
		return roleAuthor, 0
	case "date":
		return roleDate, 0
	case "quote", "intense quote", "block text", "block quotation", "quotations", "pull quote":
		return roleQuote, 0
	case "source code", "code", "html preformatted", "preformatted text", "plain text", "macro text", "macro":
		return roleCode, 0
	case "caption", "image caption", "table caption", "tablecaption", "figurecaption", "illustration", "figure caption", "drawing", "table":
		return roleCaption, 0
	case "definition term", "list heading":
		return roleTerm, 0
	case "definition", "list contents", "definition definition":
		return roleMeaning, 0
	}
	return roleText, 0
}

// toggle returns whether a property that is on or off is on in properties of a run:
// true and false when they say so, the given value when they do not.
func toggle(rPr *element, name string, otherwise bool) bool {
	e := rPr.child(name)
	if e == nil {
		return otherwise
	}
	switch e.attr("val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// look is how the words of a run are set.
type look struct{ strong, em, del, sub, sup, code, hidden bool }

// lookOf returns how a run is set, by its character style and its own properties.
func (s wordStyles) lookOf(rPr *element) look {
	var l look
	if rPr == nil {
		return l
	}
	var fonts []*element // the outermost style last
	s.chain(rPr.child("rStyle").attr("val"), func(style *wordStyle) bool {
		switch style.name {
		case "verbatim char", "html code", "html typewriter", "source text", "code char":
			l.code = true
		case "footnote reference", "endnote reference", "footnote characters", "endnote characters":
			return true // the raised number is the note's mark
		}
		fonts = append(fonts, style.font)
		return false
	})
	for i := len(fonts) - 1; i >= 0; i-- {
		l.take(fonts[i])
	}
	l.take(rPr)
	return l
}

// take takes what properties of a run say.
func (l *look) take(rPr *element) {
	l.strong = toggle(rPr, "b", l.strong)
	l.em = toggle(rPr, "i", l.em)
	l.del = toggle(rPr, "strike", toggle(rPr, "dstrike", l.del))
	l.hidden = toggle(rPr, "vanish", l.hidden)
	if e := rPr.child("vertAlign"); e != nil {
		l.sub, l.sup = e.attr("val") == "subscript", e.attr("val") == "superscript"
	}
	if e := rPr.child("rFonts"); e != nil && e.attr("ascii") != "" {
		l.code = monospaced(e.attr("ascii"))
	}
}

// monospaced reports whether a font is one in which code is set.
func monospaced(font string) bool {
	font = strings.ToLower(font)
	for _, s := range []string{"courier", "consolas", "mono", "menlo", "typewriter", "fira code", "source code", "lucida console", "cascadia"} {
		if strings.Contains(font, s) {
			return true
		}
	}
	return false
}

// marks returns the elements that a look and a link are written as.
func (l look) marks(href string) []mark {
	var m []mark
	if href != "" {
		m = append(m, mark{"a", href})
	}
	for _, k := range []struct {
		on  bool
		tag string
	}{{l.strong, "strong"}, {l.em, "em"}, {l.del, "del"}, {l.sub, "sub"}, {l.sup, "sup"}, {l.code, "code"}} {
		if k.on {
			m = append(m, mark{tag: k.tag})
		}
	}
	return m
}

// numbering is how the lists of a Word document count: ECMA-376-1, 17.9.
type numbering struct {
	abstract map[string]string // number of a list -> its definition
	levels   map[string]*wordLevel
	restart  map[string]int // list and level -> where the list begins anew
	begun    map[string]bool
	count    map[string]int // definition and level -> number of the last item
}

// wordLevel is a level of a list's definition.
type wordLevel struct {
	format string // "bullet", "decimal", "none", …
	text   string // what stands before an item
	start  int
}

// levelKey is the key of a level of a list.
func levelKey(id string, level int) string { return id + " " + strconv.Itoa(level) }

// readNumbering reads word/numbering.xml.
func readNumbering(root *element) *numbering {
	n := &numbering{abstract: map[string]string{}, levels: map[string]*wordLevel{}, restart: map[string]int{}, begun: map[string]bool{}, count: map[string]int{}}
	root.every("abstractNum", func(a *element) {
		a.every("lvl", func(e *element) {
			level, _ := strconv.Atoi(e.attr("ilvl"))
			l := &wordLevel{format: e.child("numFmt").attr("val"), text: e.child("lvlText").attr("val"), start: 1}
			if v, err := strconv.Atoi(e.child("start").attr("val")); err == nil {
				l.start = v
			}
			n.levels[levelKey(a.attr("abstractNumId"), level)] = l
		})
	})
	root.every("num", func(e *element) {
		id := e.attr("numId")
		n.abstract[id] = e.child("abstractNumId").attr("val")
		e.every("lvlOverride", func(o *element) {
			level, _ := strconv.Atoi(o.attr("ilvl"))
			if v, err := strconv.Atoi(o.child("startOverride").attr("val")); err == nil {
				n.restart[levelKey(id, level)] = v
			}
		})
	})
	return n
}

// place returns where the next paragraph of a list stands; nil when the list has no
// such level, or shows no marks.
func (n *numbering) place(list string, level int) *place {
	abstract, ok := n.abstract[list]
	if !ok || level < 0 || level > maxListLevel {
		return nil
	}
	l := n.levels[levelKey(abstract, level)]
	switch {
	case l == nil || l.format == "none":
		return nil
	case l.format == "bullet" && strings.TrimSpace(l.text) == "":
		return &place{list: list, level: level, more: true}
	case l.format == "bullet":
		return &place{list: list, level: level}
	}
	key := levelKey(abstract, level)
	number, counting := n.count[key]
	if !counting {
		number = l.start - 1
	}
	if own := levelKey(list, level); !n.begun[own] {
		n.begun[own] = true
		if v, ok := n.restart[own]; ok {
			number = v - 1
		}
	}
	n.count[key] = number + 1
	for deeper := level + 1; deeper <= maxListLevel; deeper++ {
		delete(n.count, levelKey(abstract, deeper))
	}
	return &place{list: list, level: level, ordered: true, number: max(number+1, 0)}
}
