package importer

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// frameAddress returns the address of what an element shows of another place: a
// frame, a film, a sound. It is empty for other elements, "-" when the element
// shows nothing.
func frameAddress(n *html.Node) string {
	src := ""
	switch n.DataAtom {
	case atom.Iframe, atom.Video, atom.Audio:
		src = attr(n, "src")
		if src == "" || strings.HasPrefix(src, "about:") {
			src = firstAttr(n, "data-src", "data-lazy-src", "data-litespeed-src")
		}
		if src == "" {
			if s := firstOf(n, atom.Source); s != nil {
				src = attr(s, "src")
			}
		}
		if oneDot(n) || attr(n, "width") == "0" || attr(n, "height") == "0" {
			src = ""
		}
	case 0:
		switch n.Data {
		case "lite-youtube", "amp-youtube":
			if id := firstAttr(n, "videoid", "data-videoid"); id != "" {
				src = "https://www.youtube.com/watch?v=" + url.QueryEscape(id)
			}
		case "amp-iframe", "amp-video":
			src = attr(n, "src")
		default:
			return ""
		}
	default:
		return ""
	}
	if src = strings.TrimSpace(src); src == "" {
		return "-"
	}
	return src
}

// embed writes what another site shows inside a page as a quotation with its address.
func (f *flow) embed(n *html.Node, src string) {
	if strings.HasPrefix(src, "//") {
		src = "https:" + src
	}
	u, err := url.Parse(src)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return
	}
	if !f.c.whole && n.DataAtom == atom.Iframe && !knownPlayer(u.Host) {
		return
	}
	f.emit(block{label: Quote, reason: "embedded from " + u.Host, shape: quotation, md: autolink(u.String())}, "").interrupts = true
}

// autolink writes an address as a link whose words are the address.
func autolink(address string) string {
	return "<" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\\", "%5C").Replace(address) + ">"
}

// knownPlayer reports hosts whose frames are part of what an article shows; other
// frames are mostly advertisements.
func knownPlayer(host string) bool {
	for _, h := range []string{
		"youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com", "dailymotion.com", "soundcloud.com", "twitter.com", "x.com", "instagram.com", "facebook.com",
		"tiktok.com", "spotify.com", "bandcamp.com", "archive.org", "datawrapper.de", "dwcdn.net", "flourish.studio", "infogram.com", "bsky.app", "ted.com", "twitch.tv", "documentcloud.org",
	} {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}

// postAddress returns the address of a post of another site that a quotation or box
// stands for: each site's code for embedding names it in its own way.
func postAddress(n *html.Node) string {
	class := attr(n, "class")
	if class == "" {
		return ""
	}
	address := ""
	switch {
	case strings.Contains(class, "fb-post"), strings.Contains(class, "fb-video"):
		address = attr(n, "data-href")
	case n.DataAtom != atom.Blockquote:
	case strings.Contains(class, "instagram-media"):
		address = attr(n, "data-instgrm-permalink")
	case strings.Contains(class, "mastodon-embed"):
		address = strings.TrimSuffix(attr(n, "data-embed-url"), "/embed")
	case strings.Contains(class, "tiktok-embed"), strings.Contains(class, "reddit-embed"), strings.Contains(class, "twitter-"):
		address = attr(n, "cite")
	case strings.Contains(class, "bluesky-embed"):
		if rest, ok := strings.CutPrefix(attr(n, "data-bluesky-uri"), "at://"); ok {
			address = "https://bsky.app/profile/" + strings.Replace(rest, "app.bsky.feed.post", "post", 1)
		}
	}
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") || strings.ContainsAny(address, " <>\t\n") {
		return ""
	}
	return address
}
