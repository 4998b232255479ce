// Package addr owns addresses: the four kinds of path that a static site
// generator confuses (where a source lies, where a page is on the site, which
// file it becomes, and how the world reaches it) as four distinct types, and
// the only conversions between them. It knows nothing of pages. Values do not change.
package addr

import (
	"errors"
	"net/url"
	"path"
	"strings"
)

// Source is the slash path of an input file relative to the site's root,
// such as "content/articles/a.md".
type Source string

// URL is the address of a page or file on the site, always rooted at "/" and
// never with the base path: "/articles/a/", "/feed.xml", "/404.html".
type URL string

// Output is the slash path of an output file relative to the output directory,
// such as "articles/a/index.html".
type Output string

// Absolute is a full address with scheme and host, for feeds, sitemap and JSON-LD.
type Absolute string

// Output returns the file that serves u: a directory's index.html, else the file itself.
func (u URL) Output() Output {
	p := strings.TrimPrefix(string(u), "/")
	if p == "" || strings.HasSuffix(p, "/") {
		p += "index.html"
	}
	return Output(p)
}

// URL returns the address at which o is served.
func (o Output) URL() URL {
	s := "/" + string(o)
	if strings.HasSuffix(s, "/index.html") {
		s = strings.TrimSuffix(s, "index.html")
	}
	return URL(s)
}

// Rel returns the link from the page at u to the address to, which may carry a
// "?query" or "#fragment". The result works under any base path and never
// starts with a slash: "../../entities/john-kerry/", "./" or "#quote".
func (u URL) Rel(to URL) string { return string(u.AppendRel(nil, to)) }

// AppendRel appends what Rel returns.
func (u URL) AppendRel(dst []byte, to URL) []byte {
	dest, frag := to.cut()
	from := string(u)[:strings.LastIndexByte(string(u), '/')+1]
	if dest == string(u) && frag != "" {
		return append(dst, frag...)
	}
	common := 0
	for i := 0; i < len(from) && i < len(dest) && from[i] == dest[i]; i++ {
		if from[i] == '/' {
			common = i + 1
		}
	}
	up, down := climb(strings.Count(from[common:], "/")), escape(dest[common:])
	if up == "" && (down == "" || strings.IndexByte(down, ':') >= 0) { // "a:b" alone would read as a scheme
		up = "./"
	}
	return append(append(append(dst, up...), down...), frag...)
}

// climb returns the way n folders up.
func climb(n int) string {
	const far = "../../../../../../../../"
	if 3*n <= len(far) {
		return far[:3*n]
	}
	return strings.Repeat("../", n)
}

// Abs returns the address of u under a base such as "https://example.org/repo/".
func (u URL) Abs(base Absolute) Absolute {
	return Absolute(strings.TrimSuffix(string(base), "/") + u.Escaped())
}

// Escaped returns u as it is written in links, with what may not stand in the
// path of an address as %xx.
func (u URL) Escaped() string {
	p, rest := u.cut()
	return escape(p) + rest
}

// cut cuts u before its "?query" or "#fragment".
func (u URL) cut() (p, rest string) {
	s := string(u)
	end := strings.IndexByte(s, '#')
	if end < 0 {
		end = len(s)
	}
	if query := strings.IndexByte(s[:end], '?'); query >= 0 {
		end = query
	}
	return s[:end], s[end:]
}

// Rooted returns u under the path of base, for the one page that is served at
// any depth, 404.html: "/repo/articles/".
func (u URL) Rooted(base Absolute) string {
	b, err := url.Parse(string(base))
	if err != nil {
		return escape(string(u))
	}
	return strings.TrimSuffix(b.EscapedPath(), "/") + escape(string(u))
}

func escape(p string) string {
	for i := 0; i < len(p); i++ {
		if !asItIs[p[i]] {
			return (&url.URL{Path: p}).EscapedPath()
		}
	}
	return p
}

// asItIs are the bytes that stand for themselves in the path of an address.
var asItIs = func() (t [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~") {
		t[c] = true
	}
	return t
}()

// ErrUnsafe is wrapped by every refusal of ParseURL and Slug checks.
var ErrUnsafe = errors.New("not a safe address")

// Resolve returns the address that a link written in the page at u leads to:
// "../b/#x" on "/articles/a/" is "/articles/b/#x". It reports false for links
// to other hosts, other schemes, and paths that climb out of the site.
func (u URL) Resolve(link string) (URL, bool) {
	ref, err := url.Parse(link)
	if err != nil || ref.Scheme != "" || ref.Host != "" || ref.Opaque != "" {
		return "", false
	}
	p := string(u)
	if ref.Path != "" {
		if strings.HasPrefix(ref.Path, "/") {
			p = ref.Path
		} else {
			p = p[:strings.LastIndexByte(p, '/')+1] + ref.Path
		}
	}
	depth := 0
	for seg := range strings.SplitSeq(strings.TrimPrefix(p, "/"), "/") {
		switch seg {
		case "..":
			if depth--; depth < 0 {
				return "", false
			}
		case "", ".":
		default:
			depth++
		}
	}
	clean := path.Clean(p)
	if strings.HasSuffix(p, "/") || strings.HasSuffix(p, "/.") || strings.HasSuffix(p, "/..") {
		clean = strings.TrimSuffix(clean, "/") + "/"
	}
	if ref.Fragment != "" {
		clean += "#" + ref.Fragment
	}
	return URL(clean), true
}

// Local reports whether link names no other host and no scheme: it is meant to lead
// to the site that it is written on, even where it climbs out of it.
func Local(link string) bool {
	ref, err := url.Parse(link)
	return err == nil && ref.Scheme == "" && ref.Host == "" && ref.Opaque == ""
}

// Web returns s when it is a full http or https address that names no user, or "".
func Web(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}
