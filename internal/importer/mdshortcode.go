package importer

import (
	"net/url"
	"path"
	"strings"

	"dateline/internal/frontmatter"
)

// shown returns what a tag shows, in Markdown, when it shows one known thing: a
// picture, or a link to what another site would show in a frame. alone says that
// nothing else stands on its line. what is for the account.
func (l *lineReader) shown(t *tag, alone bool) (what, md string, ok bool) {
	if t.closing {
		return "", "", false
	}
	name, words := t.name, t.words
	if strings.HasPrefix(name, "include") && !t.hugo() && len(words) > 0 {
		name, words = path.Base(words[0]), words[1:]
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	first := ""
	if len(words) > 0 {
		first = words[0]
	}
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
	if name == "video" {
		name = strings.ToLower(t.arg("provider"))
	}
	address := ""
	switch name {
	case "figure", "image", "img", "picture", "fig", "responsive_image", "resize_image", "lightbox":
		md, ok = l.pictureOf(t, words, alone)
		return "picture shortcode", md, ok && !t.vague
	case "youtube", "youtube_lite", "lite_youtube", "youtubeplayer", "youtube_embed", "yt":
		address = addressOf("https://www.youtube.com/watch?v=", first, t.arg("id", "v", "video_id", "videoid"))
	case "vimeo", "vimeo_simple":
		address = addressOf("https://vimeo.com/", first, t.arg("id", "video_id"))
	case "instagram", "instagram_simple":
		address = addressOf("https://www.instagram.com/p/", first, t.arg("id"))
	case "tweet", "twitter", "twitter_simple", "x", "x_simple":
		user := t.arg("user")
		if user == "" || !isName(user) {
			user = "i"
		}
		address = addressOf("https://x.com/"+user+"/status/", first, t.arg("id", "url"))
	case "gist":
		address = gistAddress(words, t.arg("url"))
	case "oembed", "embed":
		address = addressOf("", first, t.arg("url", "src"))
	}
	if address == "" || t.vague {
		return "", "", false
	}
	md = "<" + address + ">"
	if title := oneLine(t.arg("title", "caption")); title != "" {
		md = "[" + escapeAll(title) + "](" + escapeDestination(address) + ")"
	}
	return "shortcode " + name, md, true
}

// addressOf returns the address of what an id names, which is the first of the given
// that is not empty; it may be an address itself.
func addressOf(before string, ids ...string) string {
	for _, id := range ids {
		if id == "" {
			continue
		}
		if u, err := url.Parse(id); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(id, "<>{}[]()=`\\%*_ \t\n|\"'") {
			return id
		}
		if before == "" || !plain(id, "_-") {
			return ""
		}
		return before + id
	}
	return ""
}

// gistAddress returns the address of a gist: user and id, or "user/id".
func gistAddress(words []string, address string) string {
	if len(words) == 0 {
		return addressOf("", address)
	}
	user, id, both := strings.Cut(words[0], "/")
	if !both && len(words) > 1 {
		id = words[1]
	}
	if !isName("a"+user) || id != "" && !isName("a"+id) {
		return ""
	}
	return strings.TrimSuffix("https://gist.github.com/"+user+"/"+id, "/")
}

// pictureOf returns the picture that a tag shows, as a figure when it has a caption.
func (l *lineReader) pictureOf(t *tag, words []string, alone bool) (string, bool) {
	src := t.arg("src", "image_path", "image", "url", "path", "file")
	alt := t.arg("alt")
	if src == "" && len(words) > 0 {
		src = words[0]
		if alt == "" && len(words) > 1 && !t.hugo() {
			alt = words[1]
		}
	}
	if src == "" || !safeDestination(src) || strings.ContainsAny(src, "\n<>{}[]`=%|") {
		return "", false
	}
	image := "![" + escapeAll(oneLine(alt)) + "](" + l.picture(src) + ")"
	if link := t.arg("link", "href"); link != "" && safeDestination(link) && !strings.ContainsAny(link, "\n<>{}[]`=%|") && !markdownName(link) {
		image = "[" + image + "](" + escapeDestination(link) + ")"
	}
	var caption []string
	if s := oneLine(t.arg("title")); s != "" {
		caption = append(caption, "**"+s+"**")
	}
	if s := oneLine(t.arg("caption")); s != "" {
		caption = append(caption, s)
	}
	if s := oneLine(t.arg("attr", "attribution", "credit")); s != "" {
		caption = append(caption, s)
	}
	switch {
	case len(caption) == 0:
		return image, true
	case !alone || l.b.figure:
		return "", false
	}
	said := strings.Join(caption, " ")
	if strings.Contains(said, "`") { // no code in a caption, in which nothing could be escaped
		said = escapeAll(said)
	}
	return "::: figure\n" + image + "\n" + escapeStart(escapeForeign(said)) + "\n:::", true
}

// escapeAll escapes all that could be a mark, ours or another program's.
func escapeAll(s string) string {
	return escapeForeign(strings.ReplaceAll(escapePart(s), "]", `\]`))
}

// escapeForeign escapes the marks of other programs in Markdown: they would be
// converted when it is read again.
func escapeForeign(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; c {
		case '{', '=', '%', '^', '[', ']':
			next := i+1 < len(s) && s[i+1] == c
			if (c == '{' || c == '^' || next || c == ']' && strings.HasPrefix(s[i:], "](")) && !escaped(s, i) {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// expand writes s behind the line so far, with the tags in it replaced by what
// they show, as far as that is known.
func (l *lineReader) expand(s string) {
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			l.out = append(l.out, s...)
			return
		}
		l.out = append(l.out, s[:i]...)
		s = s[i:]
		t, ok := readTag(s)
		before := string(l.out[max(0, len(l.out)-64):])
		if !ok || escaped(before, len(before)) {
			l.out = append(l.out, '{')
			s = s[1:]
			continue
		}
		what, md, ok := l.valueOf(&t, s[t.size:])
		n := t.size
		if t.open == "{%" && (t.name == "raw" || t.name == "comment") && !t.closing {
			if end := strings.Index(s, "end"+t.name); end > 0 { // to the end of the tag that closes it
				if close := strings.Index(s[end:], "%}"); close > 0 {
					n = end + close + 2
					ok, what = t.name == "comment", "comment"
				}
			}
		}
		if ok {
			l.out = append(l.out, md...)
			l.note(what)
		} else {
			l.out = append(l.out, s[:n]...)
			l.b.left(&t)
		}
		s = s[n:]
	}
}

// valueOf returns what a tag among words shows; after is what follows it.
func (l *lineReader) valueOf(t *tag, after string) (what, md string, ok bool) {
	if t.closing {
		return "", "", false
	}
	inAddress := endsInAddress(l.out)
	switch {
	case t.hugo() && (t.name == "ref" || t.name == "relref"), t.open == "{%" && (t.name == "post_url" || t.name == "link"):
		target := t.word(0)
		if target == "" {
			target = t.arg("path")
		}
		if !inAddress || target == "" || strings.ContainsAny(target, "(){}[]<>`\\\"' \n%|=") {
			return "", "", false
		}
		if file, _, _ := strings.Cut(target, "#"); t.name != "link" && file != "" && !markdownName(file) {
			target = strings.Replace(target, file, strings.TrimSuffix(file, "/")+".md", 1)
		}
		return "link " + t.name, target, true
	case t.hugo() && t.name == "param" && len(t.words) == 1:
		return l.param(t.words[0])
	case t.open == "{{" && strings.HasPrefix(t.name, "page.") && len(t.filters) == 0:
		return l.param(strings.TrimPrefix(t.name, "page."))
	case t.open == "{{" && !t.call:
		if s, literal := t.literal(); literal && len(t.filters) > 0 && isAddressFilter(t.filters) && s != "" && !strings.ContainsAny(s, "(){}[]<>`* \n%|=^") {
			return "filter " + t.filters[0], s, true
		}
		switch t.name {
		case "site.baseurl", "site.url", "base_url", "baseurl", "config.base_url", "baseURL":
			switch {
			case strings.HasPrefix(after, "/") || inAddress && strings.HasPrefix(after, "{"):
				return t.name, "", true
			case inAddress:
				return t.name, "/", true
			}
		}
		return "", "", false
	}
	return l.shown(t, false)
}

// isAddressFilter reports whether filters only say where the site lies.
func isAddressFilter(filters []string) bool {
	for _, f := range filters {
		switch f {
		case "relative_url", "absolute_url", "url", "prepend", "htmlBaseUrl", "absoluteUrl", "safe", "relURL", "absURL", "baseurl":
		default:
			return false
		}
	}
	return true
}

// param returns the value of a header key, which stands in the text by its name.
func (l *lineReader) param(key string) (what, md string, ok bool) {
	for _, f := range l.b.r.header.Fields {
		if frontmatter.Fold(f.Key) == frontmatter.Fold(key) {
			switch f.Value.Kind {
			case frontmatter.String, frontmatter.Number, frontmatter.Time:
				if s := oneLine(f.Value.Text); s != "" {
					return "header key " + f.Key, escapeAll(s), true
				}
			}
		}
	}
	return "", "", false
}

// endsInAddress reports whether a line breaks off within the address of a link,
// a definition, or an attribute of HTML.
func endsInAddress(line []byte) bool {
	s := string(line[max(0, len(line)-400):])
	for _, open := range []string{"](", "]: ", `="`, "='"} {
		if i := strings.LastIndex(s, open); i >= 0 && !strings.ContainsAny(s[i+len(open):], " )>\"'") {
			return true
		}
	}
	return false
}
