package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"dateline/internal/diag"
	"dateline/internal/prose"
)

// inlines writes n and the siblings after it, all of them below top.
func (c *converter) inlines(n, top ast.Node) {
	for n != nil {
		if c.enter(n) {
			if child := n.FirstChild(); child != nil {
				n = child
				continue
			}
			c.leave()
		}
		for n.NextSibling() == nil {
			n = n.Parent()
			if n == top {
				return
			}
			c.leave()
		}
		n = n.NextSibling()
	}
}

// enter writes a node, and reports whether it was opened and its children are to follow.
func (c *converter) enter(n ast.Node) bool {
	if at := n.Pos(); at > 0 {
		c.place = at
	}
	switch n := n.(type) {
	case *ast.Text:
		c.run(n.Segment.Start, n.Segment.Stop, escapes)
		switch {
		case n.HardLineBreak():
			c.begin(kBreak)
			c.space(n.Segment.Stop)
			c.t.nodes[len(c.t.nodes)-1].at.end = int32(len(c.text))
		case n.SoftLineBreak():
			from := len(c.text)
			c.space(n.Segment.Stop)
			c.textNode(from)
		}
	case *ast.String:
		// goldmark makes these only for its own typography, which is not used.
	case *ast.Emphasis:
		k := kEmphasis
		if n.Level == 2 {
			k = kStrong
		}
		return c.inlineElement(k)
	case *east.Strikethrough:
		return c.inlineElement(kStrike)
	case *ast.CodeSpan:
		c.codeSpan(n)
	case *ast.Link:
		dest := c.destination(n.Destination, n.Title, n.Reference, n.Pos(), false)
		return c.beginLink(dest, LinkRef, decoded(n.Title), c.base+n.Pos())
	case *ast.AutoLink:
		c.autoLink(n)
	case *wikilinkNode:
		target := Clean(n.target)
		return c.beginLink(target, WikiRef, "", c.base+n.Pos())
	case *ast.Image:
		c.image(n)
	case *ast.RawHTML:
		c.rawTags(n.Segments)
	case *east.TaskCheckBox:
		box := c.begin(kCheck)
		if n.IsChecked {
			box.flag = isChecked
		}
	case *noteRefNode:
		c.noteRef(n.note)
	}
	return false
}

// leave ends what enter opened.
func (c *converter) leave() {
	if c.lost > 0 {
		c.lost--
		return
	}
	// Elements of raw HTML that were not closed in it end with it.
	depth := len(c.open) - 1
	for c.open[depth].name != "" {
		depth--
	}
	c.closeTo(depth)
}

// inlineElement opens an element and reports true, so that enter goes on to its
// children. When too many are open it is not written, and leave knows.
func (c *converter) inlineElement(k kind) bool {
	if c.lost > 0 || len(c.open) >= maxDepth+maxInline {
		if c.lost == 0 {
			c.rep.add(diag.Warning, "too-deep", c.place, c.place, "emphasis and links are nested deeper than %d levels; the inner ones are plain words", maxInline)
		}
		c.lost++
		return true
	}
	c.begin(k)
	c.push("")
	return true
}

// run adds words of the source to the running text and the tree.
func (c *converter) run(start, end int, as reading) {
	from := len(c.text)
	c.words(start, end, as)
	c.textNode(from)
}

// space adds the space that a line break stands for, but not a second one.
func (c *converter) space(at int) {
	if n := len(c.text); n > 0 && c.text[n-1] != ' ' && c.text[n-1] != '\n' {
		c.putFor(" ", at)
	}
}

// textNode makes the running text from an offset on a node, or part of the one before it.
func (c *converter) textNode(from int) {
	to := int32(len(c.text))
	if int(to) == from {
		return
	}
	if n := &c.t.nodes[len(c.t.nodes)-1]; n.kind == kText && int(n.at.end) == from && c.ended != len(c.t.nodes) {
		n.at.end = to
		return
	}
	c.begin(kText).at = span{int32(from), to}
}

// codeSpan writes code in running words: there, nobody looks for names.
func (c *converter) codeSpan(n *ast.CodeSpan) {
	c.inlineElement(kCodeSpan)
	from := len(c.text)
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		t, ok := child.(*ast.Text)
		if !ok {
			continue
		}
		start, stop := t.Segment.Start, t.Segment.Stop
		if c.inCell { // in a cell \| is a bar, in code too
			for {
				i := bytes.Index(c.src[start:stop], []byte(`\|`))
				if i < 0 {
					break
				}
				c.run(start, start+i, verbatim)
				start += i + 1
			}
		}
		c.run(start, stop, verbatim)
	}
	c.quiet(from)
	c.leave()
}

// quiet marks the running text from an offset on as not to be annotated.
func (c *converter) quiet(from int) {
	if from < len(c.text) {
		c.t.quiet = append(c.t.quiet, span{int32(from), int32(len(c.text))})
	}
}

// destination decodes and checks an address; "" is none. What stands in a link
// definition is written again for each reference: that may not add up to more
// than a few times the source.
func (c *converter) destination(raw, title []byte, ref *ast.ReferenceLink, at int, image bool) string {
	if ref != nil {
		c.expanded += len(raw) + len(title)
		if c.expanded > 4*len(c.src)+1<<12 {
			c.rep.add(diag.Error, "too-many-references", at, at+1, "references to long link definitions add up to more than four times the text; from here on they are plain words").Hint = "Write shorter addresses, or fewer references"
			return ""
		}
	}
	return c.checked(decoded(raw), at, image)
}

func (c *converter) checked(dest string, at int, image bool) string {
	safe, ok := address(dest, image)
	if !ok {
		hint := "Use http, https, mailto, or an address of this site"
		if image {
			hint = "Use http, https, an address of this site, or data of a PNG, JPEG, GIF, WebP or AVIF image"
		}
		c.rep.add(diag.Error, "unsafe-link", at, at+1, "the address %q is of a kind that is not allowed; its words are kept", shorten(dest)).Hint = hint
		return ""
	}
	return safe
}

func shorten(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// beginLink opens a link and reports true. Links do not nest: one inside another
// is its words.
func (c *converter) beginLink(dest string, k RefKind, title string, offset int) bool {
	c.inlineElement(kAnchor)
	if c.lost > 0 {
		return true
	}
	n := &c.t.nodes[len(c.t.nodes)-1]
	if k == WikiRef {
		n.kind = kWiki
	}
	if c.inLink > 0 {
		dest = ""
	}
	c.inLink++
	n.ref = c.link(link{dest: dest, title: title})
	if dest != "" {
		c.t.refs = append(c.t.refs, Ref{Dest: dest, Kind: k, Offset: offset})
	}
	return true
}

// endLink marks a link's words.
func (c *converter) endLink(n *node) {
	c.inLink--
	l := &c.t.links[n.ref]
	switch {
	case n.at.start == n.at.end || l.dest == "":
	case n.kind == kWiki:
		c.t.wikis = append(c.t.wikis, wikispan{n.at, l.dest})
	default:
		c.t.linked = append(c.t.linked, n.at)
	}
}

func (c *converter) autoLink(n *ast.AutoLink) {
	label := n.Label(c.src)
	dest := Clean(string(label))
	switch {
	case n.AutoLinkType == ast.AutoLinkEmail && !hasPrefixFold(dest, "mailto:"):
		dest = "mailto:" + dest
	case n.Protocol != nil:
		dest = string(n.Protocol) + "://" + dest
	}
	at := n.Pos()
	start := at
	if c.src[start] == '<' {
		start++
	}
	c.beginLink(c.checked(dest, at, false), LinkRef, "", c.base+at)
	from := len(c.text)
	c.run(start, start+len(label), verbatim)
	c.quiet(from)
	c.leave()
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// image writes a picture among words.
func (c *converter) image(n *ast.Image) {
	if alt, ok := c.picture(n, len(n.Title) > 0); !ok && alt != "" { // what was meant to be seen is said instead
		from := len(c.text)
		c.putFor(alt, n.Pos())
		c.textNode(from)
	}
}

// picture writes an image, unless its address is refused. Its words are for
// those who do not see it and not running text; they may be missing where a
// caption says them.
func (c *converter) picture(n *ast.Image, captioned bool) (alt string, ok bool) {
	alt = Clean(c.plain(n))
	dest := c.destination(n.Destination, n.Title, n.Reference, n.Pos(), true)
	if dest == "" {
		return alt, false
	}
	if alt == "" && !captioned {
		c.missingAlt(dest, n.Pos(), "Describe it between the brackets: ![description](…)")
	}
	c.begin(kImage).ref = c.link(link{dest: dest, title: decoded(n.Title), alt: alt})
	c.t.refs = append(c.t.refs, Ref{Dest: dest, Kind: ImageRef, Alt: alt, Offset: c.base + n.Pos()})
	return alt, true
}

func (c *converter) missingAlt(dest string, at int, hint string) {
	c.rep.add(warning, "missing-alt", at, at+2, "the image %q has no words for those who cannot see it", shorten(dest)).Hint = hint
}

// plain returns the words below n.
func (c *converter) plain(top ast.Node) string {
	var b []byte
	for n := top.FirstChild(); n != nil; {
		switch t := n.(type) {
		case *ast.Text:
			if t.IsRaw() {
				b = append(b, t.Segment.Value(c.src)...)
			} else {
				b = append(b, decoded(t.Segment.Value(c.src))...)
			}
			if t.SoftLineBreak() || t.HardLineBreak() {
				b = append(b, ' ')
			}
		case *ast.AutoLink:
			b = append(b, t.Label(c.src)...)
		}
		if child := n.FirstChild(); child != nil {
			n = child
			continue
		}
		for n != top && n.NextSibling() == nil {
			n = n.Parent()
		}
		if n == top {
			break
		}
		n = n.NextSibling()
	}
	return string(b)
}

func (c *converter) noteRef(note *noteNode) {
	if note.n == 0 {
		c.notes = append(c.notes, note)
		note.n = int32(len(c.notes))
	}
	note.uses++
	c.begin(kNoteRef).ref = c.link(link{n: note.n, uses: note.uses})
}

// soloImage writes a paragraph that is an image and nothing else as a figure,
// with the image's title as its caption.
func (c *converter) soloImage(n *ast.Paragraph) bool {
	img, ok := n.FirstChild().(*ast.Image)
	if !ok || img.NextSibling() != nil {
		return false
	}
	depth := len(c.open)
	c.begin(kFigure)
	fig := len(c.t.nodes) - 1
	c.push("")
	alt, shown := c.picture(img, len(img.Title) > 0)
	caption := img.Title
	if shown {
		c.t.links[c.t.nodes[fig+1].ref].title = ""
	} else { // what was meant to be seen is said instead
		c.t.nodes[fig].flag |= isLost
	}
	if len(caption) > 0 || !shown {
		c.begin(kCaption)
		c.push("")
		c.openLeaf(kWords, prose.Caption, n.Lines())
		from := len(c.text)
		lines := n.Lines()
		first, last := lines.At(0).Start, lines.At(lines.Len()-1).Stop
		switch i := bytes.LastIndex(c.src[first:last], caption); {
		case len(caption) == 0:
			c.putFor(alt, img.Pos())
		case i >= 0:
			c.words(first+i, first+i+len(caption), escapes)
		default: // in a link definition elsewhere, or over several lines
			c.putFor(decoded(caption), img.Pos())
		}
		c.textNode(from)
	}
	c.closeTo(depth)
	return true
}

// figure writes ::: figure. Paragraphs are its caption, except the pictures that
// the first begins with; other blocks (a table, code) are what is shown.
func (c *converter) figure(n *figureNode) {
	depth := len(c.open)
	c.begin(kFigure)
	fig := int32(len(c.t.nodes) - 1)
	c.push("")
	shown := false
	var captions []ast.Node
	first := true
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		para, ok := child.(*ast.Paragraph)
		if !ok {
			c.block(child)
			shown = true
			first = false
			continue
		}
		if first {
			for {
				img, ok := para.FirstChild().(*ast.Image)
				if !ok {
					break
				}
				if _, ok := c.picture(img, true); ok {
					shown = true
				}
				para.RemoveChild(para, img)
				if br, ok := para.FirstChild().(*ast.Text); ok && br.Segment.Len() == 0 {
					para.RemoveChild(para, br)
				}
			}
			first = false
		}
		if para.HasChildren() {
			captions = append(captions, para)
		}
	}
	if !shown {
		c.t.nodes[fig].flag |= isLost
	}
	if len(captions) > 0 {
		c.begin(kCaption)
		c.push("")
		k := kWords
		if len(captions) > 1 {
			k = kParagraph
		}
		for _, para := range captions {
			c.leafOf(k, prose.Caption, para)
		}
	}
	c.closeTo(depth)
}
