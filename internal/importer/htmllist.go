package importer

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// listItem is an item of a list.
type listItem struct {
	at     *html.Node // nil when it is made of what no item holds
	blocks []htmlBlock
	box    string // "[ ] " or "[x] " of a task
	loose  bool   // its words are paragraphs
}

// list writes a list with its items; what stands between items goes into the one
// before. Footnotes among the items leave it.
func (f *flow) list(n *html.Node) {
	items, notes := f.items(n)
	if items == nil && notes == nil { // indented text, as old pages do it
		f.children(n)
		return
	}
	if gallery(items) {
		for _, it := range items {
			f.out = append(f.out, it.blocks...)
		}
	} else if len(items) > 0 {
		f.writeList(n, items)
	}
	for _, li := range notes {
		f.at = li
		f.note(li, f.c.notes[li])
	}
}

// items converts what is in a list. Both are nil when the list has no items at all.
func (f *flow) items(n *html.Node) (items []listItem, notes []*html.Node) {
	any := false
	for d := n.FirstChild; d != nil && !any; d = d.NextSibling {
		any = d.DataAtom == atom.Li
	}
	if !any {
		return nil, nil
	}
	items = []listItem{}
	filled := false
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		switch {
		case d.Type == html.ElementNode && f.c.leftOut(d):
		case f.c.notes[d] != "":
			notes = append(notes, d)
		case d.DataAtom == atom.Li:
			f.c.anchor(d)
			it := listItem{at: d, blocks: f.c.blocksOf(d), loose: hasParagraph(d)}
			if len(it.blocks) > 0 && it.blocks[0].shape == paragraph {
				it.box = taskBox(d)
			}
			filled = filled || len(it.blocks) > 0
			if len(it.blocks) > 0 || f.c.whole {
				items = append(items, it)
			}
		case d.Type == html.ElementNode || d.Type == html.TextNode && strings.TrimSpace(d.Data) != "":
			f.c.depth++
			g := f.c.newFlow()
			g.node(d)
			g.flush()
			f.c.depth--
			if len(g.out) == 0 {
				continue
			}
			if len(items) == 0 {
				items = append(items, listItem{})
			}
			filled = true
			last := &items[len(items)-1]
			last.blocks = append(last.blocks, g.out...)
		}
	}
	if !filled {
		items = items[:0]
	}
	return items, notes
}

// gallery reports whether each item is a figure with its caption: these stand by
// themselves.
func gallery(items []listItem) bool {
	for _, it := range items {
		if len(it.blocks) != 1 || it.blocks[0].shape != figure {
			return false
		}
	}
	return true
}

// hasParagraph reports whether an item's words stand in a paragraph of their own.
func hasParagraph(li *html.Node) bool {
	for d := li.FirstChild; d != nil; d = d.NextSibling {
		if d.DataAtom == atom.P {
			return true
		}
	}
	return false
}

// taskBox returns the mark of an item that begins with a box to tick.
func taskBox(li *html.Node) string {
	for d := range li.Descendants() {
		switch {
		case d.Type == html.TextNode && strings.TrimSpace(d.Data) != "":
			return ""
		case d.DataAtom == atom.Input:
			if attr(d, "type") != "checkbox" {
				return ""
			}
			for _, a := range d.Attr {
				if a.Key == "checked" {
					return "[x] "
				}
			}
			return "[ ] "
		}
	}
	return ""
}

// writeList writes a list, loose (an empty line between items, and their words
// paragraphs) if one of its items is, or if blocks stand in one that Markdown would
// not tell apart without an empty line.
func (f *flow) writeList(n *html.Node, items []listItem) {
	marker, other := "-", "*"
	var numbers []int
	if n.DataAtom == atom.Ol {
		marker, other = ".", ")"
		numbers = numbersOf(n, items)
	}
	if len(f.out) > 0 && f.out[len(f.out)-1].list == marker[0] { // or Markdown would join the two lists
		marker, other = other, marker
	}
	gap := "\n"
	for _, it := range items {
		if it.loose || !tight(it.blocks) {
			gap = "\n\n"
			break
		}
	}
	var b strings.Builder
	texts := make([]string, 0, len(items))
	for i, it := range items {
		head := marker + " "
		if i > 0 {
			b.WriteString(gap)
		}
		if numbers != nil {
			if i > 0 && numbers[i] != numbers[i-1]+1 { // Markdown counts up by one: a list of its own
				marker, other = other, marker
				head = marker + " "
				b.WriteString("\n\n"[len(gap):])
			}
			head = strconv.Itoa(numbers[i]) + head
		}
		if body := it.box + joinWith(it.blocks, gap); body == "" {
			b.WriteString(strings.TrimRight(head, " "))
		} else {
			writeIndented(&b, body, head)
		}
		if text := joinTexts(it.blocks); text != "" {
			texts = append(texts, text)
		}
	}
	k := f.emit(block{label: Body, shape: verbose, md: b.String()}, strings.Join(texts, " "))
	k.list = marker[0]
	k.interrupts = len(items[0].blocks) > 0 && (numbers == nil || numbers[0] == 1)
}

// tight reports whether blocks may stand one on the other without empty lines.
func tight(blocks []htmlBlock) bool {
	for i := 1; i < len(blocks); i++ {
		a, b := &blocks[i-1], &blocks[i]
		open := a.shape == paragraph || a.list != 0 || a.shape == quotation
		if !a.ends && !(open && b.interrupts && !(a.shape == quotation && b.shape == quotation)) {
			return false
		}
	}
	return true
}

// numbersOf returns the numbers of an ordered list's items: from its start on, down
// when it is reversed, from an item's own value where it has one. Markdown takes nine
// digits and no sign; a list with other numbers counts from 1.
func numbersOf(n *html.Node, items []listItem) []int {
	step, next := 1, 1
	if hasAttr(n, "reversed") {
		step, next = -1, len(items)
	}
	if v, err := strconv.Atoi(attr(n, "start")); err == nil {
		next = v
	}
	numbers := make([]int, len(items))
	fits := true
	for i := range items {
		if items[i].at != nil {
			if v, err := strconv.Atoi(attr(items[i].at, "value")); err == nil {
				next = v
			}
		}
		fits = fits && next >= 0 && next <= 999_999_999
		numbers[i] = next
		next += step
	}
	if !fits {
		for i := range numbers {
			numbers[i] = i + 1
		}
	}
	return numbers
}

// indent puts head before the first line of md and as much white space before the others.
func indent(md, head string) string {
	var b strings.Builder
	writeIndented(&b, md, head)
	return b.String()
}

// writeIndented is indent into a builder.
func writeIndented(b *strings.Builder, md, head string) {
	b.WriteString(head)
	for {
		end := strings.IndexByte(md, '\n')
		if end < 0 {
			b.WriteString(md)
			return
		}
		b.WriteString(md[:end+1])
		md = md[end+1:]
		if md != "" && md[0] != '\n' {
			for range len(head) {
				b.WriteByte(' ')
			}
		}
	}
}

// definitions writes a list of terms and what they mean.
func (f *flow) definitions(n *html.Node) {
	var b, text strings.Builder
	terms := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for d := n.FirstChild; d != nil; d = d.NextSibling {
			if d.Type == html.ElementNode && f.c.leftOut(d) {
				continue
			}
			switch d.DataAtom {
			case atom.Dt:
				f.c.anchor(d)
				w := inline{c: f.c, heading: true}
				w.children(d)
				if w.empty() {
					continue
				}
				if b.Len() > 0 {
					b.WriteByte('\n')
					if terms == 0 {
						b.WriteByte('\n')
					}
				}
				terms++
				b.WriteString(escapeStart(w.String()))
				text.WriteString(textOf(d) + " ")
			case atom.Dd:
				f.c.anchor(d)
				blocks := f.c.blocksOf(d)
				if len(blocks) == 0 {
					continue
				}
				if b.Len() > 0 {
					b.WriteByte('\n')
				}
				if terms == 0 && b.Len() == 0 { // no term: Markdown knows no such list
					b.WriteString(joinBlocks(blocks))
				} else {
					writeIndented(&b, joinBlocks(blocks), ":   ")
				}
				text.WriteString(joinTexts(blocks) + " ")
				terms = 0
			case atom.Div:
				walk(d)
			}
		}
	}
	walk(n)
	if b.Len() > 0 {
		f.emit(block{label: Body, shape: verbose, md: b.String()}, strings.TrimSpace(text.String()))
	}
}
