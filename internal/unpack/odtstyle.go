package unpack

import (
	"strconv"
	"strings"
)

// openStyle is a style of an OpenDocument file: part 3, 16.
type openStyle struct {
	name, parent string
	font         *element
	align        string
	outline      int
}

// openLevel is a level of a list's style.
type openLevel struct {
	ordered  bool
	unmarked bool // its paragraphs go on with the item before
	start    int  // number of its first item
}

// openStyles are the styles of a document.
type openStyles struct {
	styles map[string]*openStyle // by family and name
	levels map[string]openLevel  // of lists, by name and level from 0
}

// newOpenStyles returns styles of which none are known.
func newOpenStyles() openStyles {
	return openStyles{map[string]*openStyle{}, map[string]openLevel{}}
}

// read adds the styles of a file, both the author's and those of single words.
func (s openStyles) read(document *element) {
	for _, part := range []string{"styles", "automatic-styles"} {
		for _, e := range document.child(part).each() {
			switch e.name {
			case "style":
				st := &openStyle{
					name: e.attr("name"), parent: e.attr("parent-style-name"),
					font: e.child("text-properties"), align: e.child("paragraph-properties").attr("text-align"),
				}
				st.outline, _ = strconv.Atoi(e.attr("default-outline-level"))
				s.styles[e.attr("family")+" "+st.name] = st
			case "list-style":
				for _, l := range e.inner {
					s.readLevel(e.attr("name"), l)
				}
			}
		}
	}
}

// readLevel adds a level of a list's style.
func (s openStyles) readLevel(list string, e *element) {
	level, err := strconv.Atoi(e.attr("level"))
	if err != nil {
		return
	}
	l := openLevel{ordered: e.name == "list-level-style-number" && e.attr("num-format") != "", start: 1}
	if v, err := strconv.Atoi(e.attr("start-value")); err == nil {
		l.start = v
	}
	l.unmarked = e.name == "list-level-style-bullet" && strings.TrimSpace(e.attr("bullet-char")) == ""
	s.levels[levelKey(list, level-1)] = l
}

// level returns how a level of a list is marked, counted from 0: as the style says, or
// as it says of the nearest level above.
func (s openStyles) level(list string, level int) openLevel {
	for ; level >= 0; level-- {
		if l, ok := s.levels[levelKey(list, level)]; ok {
			return l
		}
	}
	return openLevel{start: 1}
}

// chain calls f for a style and those above it, until f returns true.
func (s openStyles) chain(family, name string, f func(*openStyle) bool) {
	for depth := 0; depth < 20; depth++ {
		st := s.styles[family+" "+name]
		if st == nil {
			st = &openStyle{name: name} // a style that the program knows by its name
		}
		if f(st) || st.parent == "" {
			return
		}
		name = st.parent
	}
}

// role returns what a paragraph of that style is, and the level of a heading.
func (s openStyles) role(style string) (role, int) {
	r, level := roleText, 0
	s.chain("paragraph", style, func(st *openStyle) bool {
		r, level = roleOfStyle(strings.ToLower(strings.ReplaceAll(st.name, "_20_", " ")))
		if r == roleText && st.outline > 0 {
			r, level = roleHeading, st.outline
		}
		return r != roleText
	})
	return r, level
}

// align returns how the words of a paragraph of that style are set.
func (s openStyles) align(style string) string {
	align := ""
	s.chain("paragraph", style, func(st *openStyle) bool {
		align = st.align
		return align != ""
	})
	return align
}

// look returns how words of a style are set among words that are set as l.
func (s openStyles) look(l look, name string) look {
	var fonts []*element // the outermost style's last
	s.chain("text", name, func(st *openStyle) bool {
		if st.font != nil {
			fonts = append(fonts, st.font)
		}
		switch st.name {
		case "Source_20_Text", "Teletype", "User_20_Entry", "Example":
			l.code = true
		}
		return false
	})
	for i := len(fonts) - 1; i >= 0; i-- {
		l.takeOpen(fonts[i])
	}
	return l
}

// takeOpen takes what properties of words say.
func (l *look) takeOpen(font *element) {
	for _, a := range font.attrs {
		v := a.value
		switch a.local {
		case "font-weight":
			n, err := strconv.Atoi(v)
			l.strong = v == "bold" || err == nil && n >= 600
		case "font-style":
			l.em = v == "italic" || v == "oblique"
		case "text-line-through-style", "text-line-through-type":
			l.del = v != "none"
		case "text-position":
			l.sub = strings.HasPrefix(v, "sub") || strings.HasPrefix(v, "-")
			l.sup = !l.sub && v != "" && !strings.HasPrefix(v, "0")
		case "font-name", "font-family":
			l.code = monospaced(v)
		case "display":
			l.hidden = v == "none"
		}
	}
}
