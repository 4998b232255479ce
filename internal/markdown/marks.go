package markdown

import "slices"

// mark is a Mark in offsets of the tree's own text.
type mark struct {
	start, end int
	open, shut string
	link       bool
}

// point reports whether the mark is written once and holds no words.
func (m *mark) point() bool { return m.shut == "" || m.start == m.end }

// marking is the state of marks while a document is written. Every mark is in
// one of these states: to come (next and after), open, waiting to be opened
// again, or done.
type marking struct {
	marks   []mark
	next    int    // the first mark to come
	open    []int  // indices of open marks, outermost first
	waiting []int  // indices of marks that were closed before their end, in order
	depths  []int  // of each element around: how many marks were open when it began
	hrefs   []bool // of each link around: whether it was written as one
	links   int    // how many of them were
	inWords bool   // in a block of words
}

// takeMarks takes over the marks that stand in the text, without those links
// that would touch a link of the author's.
func (w *writer) takeMarks(linked []span) {
	if len(w.r.Marks) == 0 {
		return
	}
	w.marks = slices.Grow(w.marks, len(w.r.Marks))
	for i := range w.r.Marks {
		m := &w.r.Marks[i]
		start, end := m.Start-w.r.Base, m.End-w.r.Base
		if start < 0 || end < start || start > len(w.text) {
			continue
		}
		if m.Link {
			for len(linked) > 0 && int(linked[0].end) <= start {
				linked = linked[1:]
			}
			if len(linked) > 0 && int(linked[0].start) < end {
				continue
			}
		}
		w.marks = append(w.marks, mark{start, min(end, len(w.text)), m.Open, m.Close, m.Link})
	}
}

// run writes the words text[from:to].
func (w *writer) run(from, to int) {
	for at := from; ; {
		w.shutEnded(at)
		if at >= to {
			return
		}
		w.openBegun(at)
		stop := to
		if n := len(w.open); n > 0 {
			stop = min(stop, w.marks[w.open[n-1]].end)
		}
		if w.next < len(w.marks) {
			stop = min(stop, w.marks[w.next].start)
		}
		at = w.typeset(at, max(stop, at+1), to)
	}
}

// typeset writes the words from..to with typography. It may go on past to, up
// to limit, when a dash or the like reaches across.
func (w *writer) typeset(from, to, limit int) int {
	for w.sub < len(w.subs) && w.subs[w.sub].at < from {
		w.sub++
	}
	for w.sub < len(w.subs) && w.subs[w.sub].at < to {
		s := &w.subs[w.sub]
		w.sub++
		if s.at+s.n > limit {
			break
		}
		w.out = appendText(w.out, w.text[from:s.at])
		w.out = append(w.out, s.by...)
		from = s.at + s.n
	}
	if from < to {
		w.out = appendText(w.out, w.text[from:to])
		from = to
	}
	return from
}

func (w *writer) shut(keep int, at int) {
	for n := len(w.open); n > keep; n-- {
		i := w.open[n-1]
		w.open = w.open[:n-1]
		w.string(w.marks[i].shut)
		if w.marks[i].end > at {
			w.waiting = append(w.waiting, i)
		}
	}
	slices.Sort(w.waiting)
}

// shutEnded closes the marks that end at or before an offset, except those around
// the element that is open: they end after it.
func (w *writer) shutEnded(at int) {
	floor := 0
	if n := len(w.depths); n > 0 {
		floor = w.depths[n-1]
	}
	for n := len(w.open); n > floor && w.marks[w.open[n-1]].end <= at; n = len(w.open) {
		w.string(w.marks[w.open[n-1]].shut)
		w.open = w.open[:n-1]
	}
}

// openBegun opens the marks that wait and those that begin at or before an offset.
func (w *writer) openBegun(at int) {
	w.reopen(at, nil)
	for w.next < len(w.marks) && w.marks[w.next].start <= at {
		w.begin(at)
	}
}

// reopen opens the marks that wait, up to the first for which may is false.
func (w *writer) reopen(at int, may func(*mark) bool) {
	keep := w.waiting[:0]
	blocked := false
	for _, i := range w.waiting {
		m := &w.marks[i]
		switch {
		case m.end <= at:
		case blocked || may != nil && !may(m):
			blocked = true
			keep = append(keep, i)
		case m.link && w.links > 0:
			keep = append(keep, i)
		default:
			w.string(m.open)
			w.open = append(w.open, i)
		}
	}
	w.waiting = keep
}

// begin takes up the next mark.
func (w *writer) begin(at int) {
	m := &w.marks[w.next]
	i := w.next
	w.next++
	switch {
	case m.link && w.links > 0:
	case m.point():
		w.string(m.open)
		w.string(m.shut)
	case m.end <= at:
	default:
		if n := len(w.open); n > 0 { // marks nest; one that does not is cut short
			m.end = min(m.end, w.marks[w.open[n-1]].end)
		}
		w.string(m.open)
		w.open = append(w.open, i)
	}
}

// enter makes ready for an element's opening tag: marks that hold all of it, and
// more, are opened around it; marks that end in it are closed, to be opened
// again inside.
func (w *writer) enter(n *node) {
	if !w.inWords {
		w.depths = append(w.depths, len(w.open))
		return
	}
	from, to := int(n.at.start), int(n.at.end)
	w.shutEnded(from)
	holds := len(w.marks) > 0 && w.holdsLink()
	around := func(m *mark) bool { return m.point() || m.end > to && !(m.link && holds) }
	if from < to {
		w.reopen(from, around)
		for len(w.waiting) == 0 && w.next < len(w.marks) && w.marks[w.next].start <= from && around(&w.marks[w.next]) {
			w.begin(from)
		}
	}
	keep := len(w.open)
	for i := keep - 1; i >= 0; i-- {
		if m := &w.marks[w.open[i]]; m.end < to || m.link && holds {
			keep = i
		}
	}
	if n := len(w.depths); n > 0 {
		keep = max(keep, w.depths[n-1])
	}
	w.shut(keep, from)
	w.depths = append(w.depths, len(w.open))
}

// holdsLink reports whether the element that was just begun is a link or holds one.
func (w *writer) holdsLink() bool {
	i := w.stack[len(w.stack)-1]
	for j := i; j < w.t.nodes[i].end; j++ {
		if k := w.t.nodes[j].kind; k == kAnchor || k == kWiki || k == kNoteRef {
			return true
		}
	}
	return false
}

// leave makes ready for an element's closing tag: marks opened inside are closed.
func (w *writer) leave(n *node) {
	depth := w.depths[len(w.depths)-1]
	w.depths = w.depths[:len(w.depths)-1]
	w.shut(depth, int(n.at.end))
}

// apart makes ready for a link without words: links cannot hold it.
func (w *writer) apart(n *node) {
	w.shutEnded(int(n.at.start))
	for keep, i := range w.open {
		if w.marks[i].link && (len(w.depths) == 0 || keep >= w.depths[len(w.depths)-1]) {
			w.shut(keep, int(n.at.start))
			return
		}
	}
}

// upTo closes what ends at an offset, before something without words is written there.
func (w *writer) upTo(at int) { w.shutEnded(at) }

// anchor opens a link, or writes its words only when it leads nowhere.
func (w *writer) anchor(n *node) {
	l := &w.t.links[n.ref]
	href, ok := l.dest, l.dest != "" && n.kind == kAnchor
	if w.r.Link != nil && l.dest != "" {
		k := LinkRef
		if n.kind == kWiki {
			k = WikiRef
		}
		href, ok = w.r.Link(l.dest, k)
	}
	w.hrefs = append(w.hrefs, ok)
	if !ok {
		return
	}
	w.enter(n)
	w.links++
	w.string(`<a href="`)
	w.out = appendAddress(w.out, href)
	w.string(`"`)
	w.attribute("id", l.id)
	w.attribute("title", l.title)
	if external(href) {
		w.string(` rel="noopener"`)
	}
	w.string(">")
}

func (w *writer) endAnchor(n *node) {
	ok := w.hrefs[len(w.hrefs)-1]
	w.hrefs = w.hrefs[:len(w.hrefs)-1]
	if !ok {
		return
	}
	w.leave(n)
	w.links--
	w.string("</a>")
}

// ended closes the marks of a block of words; those that go on are opened again
// in the next.
func (w *writer) ended(n *node) {
	at := int(n.at.end)
	w.shut(0, at)
	for w.next < len(w.marks) && w.marks[w.next].start <= at && w.marks[w.next].point() {
		w.begin(at)
	}
	w.inWords = false
}
