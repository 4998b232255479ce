package jsonld

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/internal/addr"
	"dateline/internal/entity"
	"dateline/internal/site"
)

// writer writes things of schema.org as JSON, without their empty properties. An
// article names dozens of entities, so that it is written by hand: encoding/json
// takes several times as long, and would need every thing in memory first.
type writer struct {
	b    []byte
	site *site.Site
}

// open begins a thing: the value of a property, or another one of an array.
func (w *writer) open(kind string) {
	w.separate()
	w.b = append(w.b, `{"@type":"`...)
	w.b = append(w.b, kind...)
	w.b = append(w.b, '"')
}

func (w *writer) close() { w.b = append(w.b, '}') }

// separate writes what stands between the values of an array.
func (w *writer) separate() {
	if c := w.b[len(w.b)-1]; c != '[' && c != ':' {
		w.b = append(w.b, ',')
	}
}

// key begins a property.
func (w *writer) key(name string) {
	w.b = append(w.b, `,"`...)
	w.b = append(w.b, name...)
	w.b = append(w.b, `":`...)
}

func (w *writer) text(name, s string) {
	if s != "" {
		w.key(name)
		w.b = appendString(w.b, s)
	}
}

// address writes the absolute address of u with a fragment, and nothing without a base URL.
func (w *writer) address(name string, u addr.URL, fragment string) {
	base := string(w.site.Settings.BaseURL)
	if u == "" || base == "" {
		return
	}
	w.key(name)
	w.b = append(w.b, '"')
	w.b = appendEscaped(w.b, strings.TrimSuffix(base, "/")) // as addr.URL.Abs does, without making a string of it
	w.b = appendEscaped(w.b, u.Escaped())
	w.b = appendEscaped(w.b, fragment)
	w.b = append(w.b, '"')
}

func (w *writer) number(name string, n int) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, int64(n), 10)
}

func (w *writer) texts(name string, list []string) {
	w.array(name, func() {
		for _, s := range list {
			w.separate()
			w.b = appendString(w.b, s)
		}
	})
}

// array writes a property with the values that a function writes, and nothing
// when it writes none.
func (w *writer) array(name string, values func()) {
	before := len(w.b)
	w.key(name)
	w.b = append(w.b, '[')
	empty := len(w.b)
	values()
	if len(w.b) == empty {
		w.b = w.b[:before]
	} else {
		w.b = append(w.b, ']')
	}
}

// sameAs writes the addresses of an entity elsewhere. What has no address is left out.
func (w *writer) sameAs(ids []string) {
	w.array("sameAs", func() {
		for _, id := range ids {
			if u := Address(id); u != "" {
				w.separate()
				w.b = appendString(w.b, u)
			}
		}
	})
}

func (w *writer) geo(p *entity.Point) {
	if p == nil {
		return
	}
	w.key("geo")
	w.b = append(w.b, `{"@type":"GeoCoordinates","latitude":`...)
	w.b = appendNumber(w.b, p.Lat)
	w.b = append(w.b, `,"longitude":`...)
	w.b = appendNumber(w.b, p.Lon)
	w.b = append(w.b, '}')
}

// appendNumber appends a number as encoding/json writes it; what JSON has no
// number for is 0.
func appendNumber(b []byte, f float64) []byte {
	if size := math.Abs(f); size == 0 || 1e-6 <= size && size < 1e21 {
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	}
	out, err := json.Marshal(f)
	if err != nil {
		return append(b, '0')
	}
	return append(b, out...)
}

// appendString appends a JSON string that cannot end a script element either: as
// encoding/json writes it with its escapes for HTML.
func appendString(b []byte, s string) []byte {
	return append(appendEscaped(append(b, '"'), s), '"')
}

// plain are the bytes that stand for themselves in a string.
var plain = func() (t [utf8.RuneSelf]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		t[c] = !strings.ContainsRune(`"\<>&`, c)
	}
	return t
}()

// appendEscaped appends what stands between the quotes of a string.
func appendEscaped(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if plain[c] {
				i++
				continue
			}
			b = append(b, s[from:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, `\b`...)
			case '\f':
				b = append(b, `\f`...)
			case '\n':
				b = append(b, `\n`...)
			case '\r':
				b = append(b, `\r`...)
			case '\t':
				b = append(b, `\t`...)
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		instead := ""
		switch {
		case r == utf8.RuneError && n == 1:
			instead = `\ufffd`
		case r == '\u2028': // JavaScript once took these for ends of lines
			instead = `\u2028`
		case r == '\u2029':
			instead = `\u2029`
		}
		i += n
		if instead != "" {
			b = append(b, s[from:i-n]...)
			b = append(b, instead...)
			from = i
		}
	}
	return append(b, s[from:]...)
}
