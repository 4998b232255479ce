package unpack

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"dateline/internal/diag"
)

// Limits of what an archive may unfold to, in bytes.
const (
	maxDocument = 64 << 20  // an office document or a book
	maxPosts    = 512 << 20 // an archive of posts
)

// Limits of an archive's entries. Text seldom shrinks to a fiftieth of its size;
// what shrinks to less than a three-hundredth and is large was made to burst.
const (
	maxEntries   = 100_000
	maxRatio     = 300
	anyRatioUpTo = 1 << 20 // bytes
)

// archive is a ZIP archive (APPNOTE.TXT 6.3.10) whose entries are read one at a
// time. Its names are local slash paths, and no two are the same.
type archive struct {
	file  string   // the name of the container, for diagnostics
	names []string // of its files, not folders, in the order of the central directory
	at    map[string]*zip.File
	left  int64 // bytes that may still be unfolded
}

// isZip reports whether src begins as a ZIP archive does.
func isZip(src []byte) bool { return bytes.HasPrefix(src, []byte("PK\x03\x04")) }

// zipHolds reports whether src is a ZIP archive with an entry whose name has one of
// the given ones in it. It looks at the archive's directory only.
func zipHolds(src []byte, names ...string) bool {
	if !isZip(src) {
		return false
	}
	const endSize, longestComment = 22, 1 << 16
	tail := max(0, len(src)-endSize-longestComment)
	end := bytes.LastIndex(src[tail:], []byte("PK\x05\x06"))
	if end < 0 || len(src)-tail-end < endSize {
		return false
	}
	end += tail
	size := int64(binary.LittleEndian.Uint32(src[end+12:]))
	directory := src[max(0, int64(end)-size):end]
	for _, name := range names {
		if bytes.Contains(directory, []byte(name)) {
			return true
		}
	}
	return false
}

// openZip reads the directory of an archive that may unfold to limit bytes.
// Entries that cannot be trusted are left out with an error: those with names that
// lead out of the archive, with the same name as another one, and encrypted ones.
// The archive is nil when there is no directory to go by.
func openZip(file string, src []byte, limit int64) (*archive, diag.List) {
	if n := bytes.Count(src, []byte("PK\x01\x02")); n > maxEntries {
		return nil, diag.List{diag.New(diag.Error, "zip-too-many-entries", file,
			"the archive has %d entries, more than the %d that are read", n, maxEntries).WithHint("split it")}
	}
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, diag.List{diag.New(diag.Error, "zip-malformed", file, "the archive cannot be read: %v", err).
			WithHint("it may be cut short: save or download it again")}
	}
	a := &archive{file: file, at: map[string]*zip.File{}, left: limit}
	var diags diag.List
	twice := map[string]bool{}
	for _, f := range z.File {
		name, folder := strings.CutSuffix(entryName(f), "/")
		_, again := a.at[name]
		switch {
		case !localName(name):
			diags = append(diags, diag.New(diag.Error, "zip-unsafe-name", file,
				"entry %q was left out: its name leads out of the archive or cannot be a file's", short(name)))
		case folder:
		case again || twice[name]:
			delete(a.at, name)
			if !twice[name] {
				twice[name] = true
				diags = append(diags, diag.New(diag.Error, "zip-duplicate-name", file,
					"entry %q is in the archive more than once; none of them was read", short(name)))
			}
		case f.Flags&1 != 0:
			diags = append(diags, diag.New(diag.Error, "zip-encrypted", file, "entry %q is encrypted", short(name)).
				WithHint("save the file without a password"))
		default:
			a.names = append(a.names, name)
			a.at[name] = f
		}
	}
	kept := a.names[:0]
	for _, name := range a.names {
		if a.at[name] != nil {
			kept = append(kept, name)
		}
	}
	a.names = kept
	return a, diags
}

// entryName returns the name of an entry with slashes; names that are not UTF-8 are
// in code page 437, as the format says.
func entryName(f *zip.File) string {
	name := f.Name
	if !utf8.ValidString(name) {
		name, _ = charmap.CodePage437.NewDecoder().String(name) // every byte has a meaning in it
	}
	return strings.ReplaceAll(name, `\`, "/")
}

// localName reports whether name is a path that stays below where it begins, on
// any system.
func localName(name string) bool {
	return fs.ValidPath(name) && name != "." && !strings.ContainsRune(name, ':') &&
		strings.IndexFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
}

// read returns the bytes of the named file, or an error diagnostic that names it: it
// is not there, it is broken, or it unfolds to too much.
func (a *archive) read(name string) ([]byte, diag.List) {
	fail := func(code, format string, args ...any) ([]byte, diag.List) {
		return nil, diag.List{diag.New(diag.Error, code, a.file, "entry %q "+format, append([]any{short(name)}, args...)...)}
	}
	f := a.at[name]
	if f == nil {
		return fail("zip-missing-entry", "is not in the archive")
	}
	limit, byRatio := a.left, max(anyRatioUpTo, maxRatio*int64(min(f.CompressedSize64, 1<<40)))
	limit = min(limit, byRatio)
	r, err := f.Open()
	if err != nil {
		return fail("zip-malformed", "cannot be read: %v", err)
	}
	defer r.Close()
	var b bytes.Buffer
	b.Grow(int(min(f.UncompressedSize64, uint64(limit), 1<<20)) + bytes.MinRead) // more is not taken on trust
	_, err = io.Copy(&b, io.LimitReader(r, limit+1))
	a.left -= int64(b.Len())
	switch {
	case int64(b.Len()) > limit && limit == byRatio:
		return fail("zip-too-large", "unfolds to more than %d times its size", maxRatio)
	case int64(b.Len()) > limit:
		return fail("zip-too-large", "makes the archive unfold to more than the bytes that are read")
	case err != nil:
		return fail("zip-malformed", "is broken: %v", err)
	}
	return b.Bytes(), nil
}

// short returns s cut to what a message can hold.
func short(s string) string {
	const longest = 80
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "") + "…"
}
