package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// manifest is what publishing knows of an output directory: every file that it
// put there, in path order. It does not change once made.
type manifest struct {
	Key     string
	Entries []entry
}

// entry is one file as it was written.
type entry struct {
	Path string
	Size int64
	Time int64 // modification time, nanoseconds since 1970
	Sum  [sha256.Size]byte
	Key  string // the site's key of the file, or ""
}

const manifestHead = "dateline manifest 1"

var errDamaged = errors.New("damaged")

// find returns the entry of path, or nil.
func (m *manifest) find(path string) *entry {
	i, ok := slices.BinarySearchFunc(m.Entries, path, comparePath)
	if !ok {
		return nil
	}
	return &m.Entries[i]
}

func comparePath(e entry, path string) int { return strings.Compare(e.Path, path) }

// matches reports whether fi is a regular file of e's size and time.
func (e *entry) matches(fi fs.FileInfo) bool {
	return fi.Mode().IsRegular() && fi.Size() == e.Size && fi.ModTime().UnixNano() == e.Time
}

// encode writes the manifest as lines that a person can read, the last of them
// a checksum of the others.
func (m *manifest) encode() []byte {
	b := make([]byte, 0, 200+150*len(m.Entries))
	b = append(b, manifestHead+"\nkey "...)
	b = append(b, m.Key...)
	b = append(b, '\n')
	for i := range m.Entries {
		e := &m.Entries[i]
		b = hex.AppendEncode(b, e.Sum[:])
		b = append(b, ' ')
		b = strconv.AppendInt(b, e.Size, 10)
		b = append(b, ' ')
		b = strconv.AppendInt(b, e.Time, 10)
		b = append(b, ' ')
		b = append(b, e.Key...)
		b = append(b, ' ')
		b = append(b, e.Path...)
		b = append(b, '\n')
	}
	return seal(b)
}

// parseManifest reads what encode wrote. Its error wraps errDamaged.
func parseManifest(data []byte) (*manifest, error) {
	body, err := unseal(data)
	if err != nil {
		return nil, err
	}
	rest := string(body) // the one allocation that all paths share
	head, rest, _ := strings.Cut(rest, "\n")
	key, rest, ok := strings.Cut(rest, "\n")
	key, isKey := strings.CutPrefix(key, "key ")
	if head != manifestHead || !ok || !isKey {
		return nil, fmt.Errorf("%w: not a manifest of this version", errDamaged)
	}
	m := &manifest{Key: key, Entries: make([]entry, 0, strings.Count(rest, "\n"))}
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		e, err := parseEntry(line)
		if err != nil {
			return nil, err
		}
		if n := len(m.Entries); n > 0 && m.Entries[n-1].Path >= e.Path {
			return nil, fmt.Errorf("%w: %q is out of order", errDamaged, e.Path)
		}
		m.Entries = append(m.Entries, e)
	}
	return m, nil
}

func parseEntry(line string) (e entry, err error) {
	sum, line, _ := strings.Cut(line, " ")
	size, line, _ := strings.Cut(line, " ")
	at, line, _ := strings.Cut(line, " ")
	e.Key, e.Path, _ = strings.Cut(line, " ")
	if len(sum) != 2*len(e.Sum) {
		return e, fmt.Errorf("%w: bad hash in a line", errDamaged)
	}
	for i := range e.Sum {
		hi, lo := unhex(sum[2*i]), unhex(sum[2*i+1])
		if hi > 15 || lo > 15 {
			return e, fmt.Errorf("%w: bad hash in a line", errDamaged)
		}
		e.Sum[i] = hi<<4 | lo
	}
	var errSize, errTime error
	e.Size, errSize = strconv.ParseInt(size, 10, 64)
	e.Time, errTime = strconv.ParseInt(at, 10, 64)
	if errSize != nil || errTime != nil || e.Size < 0 || !validPath(e.Path) {
		return e, fmt.Errorf("%w: bad line for %q", errDamaged, e.Path)
	}
	return e, nil
}

func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// validPath reports whether path can be published: slash-separated, without
// empty, "." or ".." parts, and without control characters or backslashes, which
// would mean something else in a manifest or on Windows.
func validPath(path string) bool {
	if path == "." || !fs.ValidPath(path) {
		return false
	}
	return !strings.ContainsFunc(path, func(c rune) bool { return c < ' ' || c == 0x7f || c == '\\' })
}

// oneLine reports whether s can stand in a line of a manifest: no control
// characters and, when spaces is false, no spaces.
func oneLine(s string, spaces bool) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f || c == ' ' && !spaces })
}

// seal appends a line with the hash of the lines before.
func seal(b []byte) []byte {
	sum := sha256.Sum256(b)
	b = append(b, "sum "...)
	b = hex.AppendEncode(b, sum[:])
	return append(b, '\n')
}

// unseal returns what seal was given.
func unseal(data []byte) ([]byte, error) {
	const tail = len("sum ") + 2*sha256.Size + 1
	if len(data) < tail || !bytes.Equal(seal(data[:len(data)-tail:len(data)-tail]), data) {
		return nil, fmt.Errorf("%w: the checksum is wrong", errDamaged)
	}
	return data[:len(data)-tail], nil
}
