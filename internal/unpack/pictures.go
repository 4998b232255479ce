package unpack

import (
	"bytes"
	"path"
	"strconv"
	"strings"

	"dateline/internal/addr"
)

// pictures gathers the pictures of an article, each under a name of its own.
type pictures struct {
	files []File
	named map[string]string // the container's name -> the name in files; "" when it cannot be shown
	next  map[string]int    // by file name without number: the number of the next one
	taken map[string]bool
}

// add takes a picture that its container calls name, and returns the name under
// which it lies beside the article, or "" when browsers do not show its format.
func (p *pictures) add(name string, data []byte) string {
	if got, ok := p.named[name]; ok {
		return got
	}
	if p.named == nil {
		p.named, p.next, p.taken = map[string]string{}, map[string]int{}, map[string]bool{}
	}
	ending := pictureEnding(data)
	if ending == "" {
		p.named[name] = ""
		return ""
	}
	base := path.Base(name)
	stem := addr.Slug(strings.TrimSuffix(base, path.Ext(base)))
	if stem == "" {
		stem = "picture"
	}
	file := stem + ending
	for p.taken[file] {
		p.next[stem+ending]++
		file = stem + "-" + strconv.Itoa(p.next[stem+ending]+1) + ending
	}
	p.taken[file] = true
	p.named[name] = file
	p.files = append(p.files, File{file, data})
	return file
}

// pictureEnding returns the file ending of a picture in one of the formats that
// browsers show and that cannot act, by its first bytes; "" for anything else.
func pictureEnding(data []byte) string {
	for _, m := range []struct{ magic, ending string }{
		{"\x89PNG\r\n\x1a\n", ".png"}, {"\xff\xd8\xff", ".jpg"}, {"GIF8", ".gif"},
	} {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.ending
		}
	}
	if len(data) >= 12 {
		switch {
		case string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
			return ".webp"
		case string(data[4:8]) == "ftyp" && (string(data[8:12]) == "avif" || string(data[8:12]) == "avis"):
			return ".avif"
		}
	}
	return ""
}
