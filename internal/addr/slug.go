package addr

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug is the longest slug, in bytes: file systems allow 255 for a name, and
// room is needed for ".import.json" and the like.
const maxSlug = 120

// Slug returns the address-safe form of a title or name: lower-case ASCII
// letters, digits and single hyphens. Accents are folded (é to e), letters
// without an ASCII form are spelled where there is a usual way (ß to ss, ø to o)
// and else kept out; a slug that would be empty, or that a file system reserves
// ("con"), gets a hash of the name, and a long one is cut with a hash.
func Slug(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	hyphen, lost := false, false
	put := func(t string) {
		if hyphen && b.Len() > 0 {
			b.WriteByte('-')
		}
		hyphen = false
		b.WriteString(t)
	}
	for _, r := range norm.NFKD.String(s) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			put(string(r))
		case 'A' <= r && r <= 'Z':
			put(string(r + 'a' - 'A'))
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '‘', r == 'ʼ':
		default:
			if t, ok := spelled[r]; ok {
				put(t)
			} else {
				lost = lost || unicode.IsLetter(r) || unicode.IsDigit(r)
				hyphen = true
			}
		}
	}
	out := b.String()
	switch {
	case out == "" || lost && len(out) < 3 || reserved(out):
		out = strings.TrimPrefix(out+"-"+hash(s), "-")
	case len(out) > maxSlug:
		out = strings.TrimRight(out[:maxSlug-9], "-") + "-" + hash(s)
	}
	return out
}

var spelled = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'đ': "d", 'Đ': "d",
	'ł': "l", 'Ł': "l", 'þ': "th", 'Þ': "th", 'ð': "d", 'Ð': "d", 'ı': "i", 'ħ': "h", 'Ħ': "h", '&': "and",
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(norm.NFC.String(s)))
	return hex.EncodeToString(sum[:4])
}

// reserved reports names that Windows does not allow as files, whatever follows the dot.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(stem) == 4 && (stem[:3] == "com" || stem[:3] == "lpt") && '0' <= stem[3] && stem[3] <= '9'
}

// CheckID reports whether id may be an entity's id: 1 to 64 of a-z, 0-9 and
// hyphens. The error wraps ErrUnsafe.
func CheckID(id string) error {
	if id == "" || len(id) > 64 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || reserved(id) {
		return fmt.Errorf("entity id %q: %w: use 1 to 64 of a-z, 0-9 and -", id, ErrUnsafe)
	}
	return nil
}

// EntityID returns the id of an entity that is called so: its slug, at most 64 bytes long.
func EntityID(name string) string {
	id := Slug(name)
	if len(id) > 64 {
		id = strings.Trim(id[:64], "-")
	}
	return id
}

// ParseURL reads an address that an author wrote (a `url:` or an alias, with or
// without the leading slash) and returns it rooted. It refuses what climbs,
// what names a host, and what some file system cannot hold. With dir, an
// address without a file ending is a directory and gets its trailing slash.
// Errors wrap ErrUnsafe.
func ParseURL(s string, dir bool) (URL, error) {
	bad := func(why string) (URL, error) { return "", fmt.Errorf("%q: %w: %s", s, ErrUnsafe, why) }
	if s == "" {
		return bad("it is empty")
	}
	if len(s) > 1000 {
		return bad("it is longer than 1,000 bytes")
	}
	p := strings.TrimPrefix(norm.NFC.String(s), "/")
	trailing := p == "" || strings.HasSuffix(p, "/")
	p = strings.TrimSuffix(p, "/")
	if p != "" {
		for seg := range strings.SplitSeq(p, "/") {
			switch {
			case seg == "" || seg == "." || seg == "..":
				return bad("it has an empty segment, . or ..")
			case reserved(seg):
				return bad("Windows reserves the name " + seg)
			case strings.HasPrefix(seg, ".") && seg != ".well-known", strings.HasSuffix(seg, "."), strings.HasSuffix(seg, " "), strings.HasPrefix(seg, " "):
				return bad("a segment starts or ends with a dot or a space")
			case len(seg) > 200:
				return bad("a segment is longer than 200 bytes")
			}
			for _, r := range seg {
				if unicode.IsControl(r) || !unicode.IsPrint(r) || strings.ContainsRune(`<>:"\|?*#%`, r) || r == unicode.ReplacementChar {
					return bad(fmt.Sprintf("it has the character %q", r))
				}
			}
		}
	}
	last := p[strings.LastIndexByte(p, '/')+1:]
	if trailing || dir && !strings.Contains(last, ".") {
		if p == "" {
			return "/", nil
		}
		return URL("/" + p + "/"), nil
	}
	return URL("/" + p), nil
}

// FoldKey returns the form under which two outputs collide on some file system:
// NFC and lower case (macOS and Windows fold both).
func (o Output) FoldKey() string { return strings.ToLower(norm.NFC.String(string(o))) }
