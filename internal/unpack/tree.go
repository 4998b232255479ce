package unpack

import (
	"strings"
	"unicode/utf8"

	"dateline/internal/diag"
)

// maxElements is how many elements and texts of one XML file are held in memory: a
// novel in Word's form has a third of it.
const maxElements = 1_000_000

// element is an element of XML with what stands in it, or a text, which has no name.
type element struct {
	name  string // without its prefix
	attrs []xmlAttr
	inner []*element
	text  string
	line  int // of its start, in the file
}

// treeOf reads a whole XML file. What is broken is told, and the tree holds what was
// read; the root has no name.
func treeOf(file string, src []byte) (*element, diag.List) {
	x := newXML(file, src)
	root := &element{}
	open := []*element{root}
	for n := 0; x.next(); {
		top := open[len(open)-1]
		switch x.kind {
		case xmlStart, xmlText:
			if n++; n > maxElements {
				x.giveUp(x.at, "there are more than %d elements, and what follows was not read", maxElements)
				continue
			}
			if x.kind == xmlText {
				top.inner = append(top.inner, &element{text: x.text})
				continue
			}
			e := &element{name: x.local, line: x.line()}
			if len(x.attrs) > 0 {
				e.attrs = append([]xmlAttr(nil), x.attrs...)
			}
			top.inner = append(top.inner, e)
			open = append(open, e)
		case xmlEnd:
			if len(open) > 1 {
				open = open[:len(open)-1]
			}
		}
	}
	return root, x.diags
}

// attr returns the value of an attribute, whatever its namespace.
func (e *element) attr(name string) string {
	if e != nil {
		for i := range e.attrs {
			if e.attrs[i].local == name {
				return e.attrs[i].value
			}
		}
	}
	return ""
}

// child returns the first element of that name in e, or nil.
func (e *element) child(name string) *element {
	if e != nil {
		for _, c := range e.inner {
			if c.name == name {
				return c
			}
		}
	}
	return nil
}

// at follows a path of names, of the first such elements.
func (e *element) at(names ...string) *element {
	for _, name := range names {
		e = e.child(name)
	}
	return e
}

// find returns the first element of that name below e, in the order of the file, or
// nil.
func (e *element) find(name string) *element {
	if e == nil {
		return nil
	}
	for _, c := range e.inner {
		if c.name == name {
			return c
		}
		if f := c.find(name); f != nil {
			return f
		}
	}
	return nil
}

// every calls f for each element of that name below e; what stands in one of them is
// not looked at.
func (e *element) every(name string, f func(*element)) {
	if e == nil {
		return
	}
	for _, c := range e.inner {
		if c.name == name {
			f(c)
		} else {
			c.every(name, f)
		}
	}
}

// words returns all text in e with single spaces.
func (e *element) words() string {
	var b strings.Builder
	e.appendText(&b)
	return oneLine(b.String())
}

// appendText writes all text in e as it stands.
func (e *element) appendText(b *strings.Builder) {
	if e == nil {
		return
	}
	b.WriteString(e.text)
	for _, c := range e.inner {
		c.appendText(b)
	}
}

// raw returns all text in e as it stands.
func (e *element) raw() string {
	var b strings.Builder
	e.appendText(&b)
	return b.String()
}

// all returns the children of that name.
func (e *element) all(name string) []*element {
	var out []*element
	if e != nil {
		for _, c := range e.inner {
			if c.name == name {
				out = append(out, c)
			}
		}
	}
	return out
}

// orEmpty returns the first child of that name, or an empty element.
func (e *element) orEmpty(name string) *element {
	if c := e.child(name); c != nil {
		return c
	}
	return &element{}
}

// each returns all that stands in e.
func (e *element) each() []*element {
	if e == nil {
		return nil
	}
	return e.inner
}

// deep calls f for each element of that name below e, also for those in one another.
func (e *element) deep(name string, f func(*element)) {
	for _, c := range e.each() {
		if c.name == name {
			f(c)
		}
		c.deep(name, f)
	}
}

// beginning returns the first words in e with single spaces, up to a little more than
// limit bytes.
func (e *element) beginning(limit int) string {
	var b strings.Builder
	e.appendBeginning(&b, limit)
	return oneLine(b.String())
}

// appendBeginning writes the first words in e, up to a little more than limit bytes.
func (e *element) appendBeginning(b *strings.Builder, limit int) {
	for _, c := range e.each() {
		if b.Len() > limit {
			return
		}
		if text := strings.TrimLeft(c.text, " \t\n"); b.Len() > 0 {
			b.WriteString(c.text[:min(len(c.text), limit+utf8.UTFMax)])
		} else {
			b.WriteString(text[:min(len(text), limit+utf8.UTFMax)])
		}
		c.appendBeginning(b, limit)
	}
}
