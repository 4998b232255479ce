package search

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
)

// Version is that of the form of the files; static/js/searchindex.js reads it.
const Version = 1

// Index is the files that a browser searches:
//
//	index.json   what there is, and with which word each dictionary begins
//	w/N.bin      a dictionary: words in order, each with its list or where that is
//	l/N.bin      lists that are too long to stand in a dictionary
//	d/N.bin      documents, as results show them
//
// Dictionaries and documents are deflated (RFC 1951), because servers do not
// compress what they do not know.
type Index struct {
	files [3][][]byte
	root  []byte
}

// The folders of an index.
const (
	dictionaries = iota
	longLists
	documents
)

var folders = [...]string{"w/", "l/", "d/"}

// Sizes in bytes. A query of one word reads one dictionary, the head of a list,
// and the documents of its first results.
const (
	maxDictionary = 3400 // before it is deflated
	maxInline     = 72   // of a list in a dictionary
	maxHead       = 1800 // of the first part of a list
	maxPart       = 6000 // of each further part
	perDocuments  = 6
	mostRoot      = 600 // dictionaries, before they are made larger
)

// Files returns the index, which no longer needs the builder.
func (b *Builder) Files() *Index {
	x := &Index{}
	w := writer{x: x, b: b}
	starts := w.dictionaries()
	w.documents()
	sum := fnv.New64a()
	for _, list := range x.files {
		for _, f := range list {
			sum.Write(f)
		}
	}
	x.root, _ = json.Marshal(struct { // of numbers and strings: it cannot fail
		Version    int        `json:"version"`
		Sum        string     `json:"sum"` // of the other files, so that none from an older index is used
		Documents  int        `json:"documents"`
		PerFile    int        `json:"perFile"`
		Kinds      [kinds]int `json:"kinds"` // documents of each
		Years      [][2]int   `json:"years"` // year, and the first document of it
		Dictionary []string   `json:"dictionary"`
	}{Version, strconv.FormatUint(sum.Sum64(), 36), len(b.docs), perDocuments, w.kinds(), w.years(), starts})
	return x
}

// Paths returns the path of every file, below the folder of the index.
func (x *Index) Paths() []string {
	paths := []string{"index.json"}
	for i, list := range x.files {
		for n := range list {
			paths = append(paths, folders[i]+strconv.Itoa(n)+".bin")
		}
	}
	return paths
}

// File returns the bytes of a file, which must not be changed, or nil.
func (x *Index) File(path string) []byte {
	if path == "index.json" {
		return x.root
	}
	for i, folder := range folders {
		var n int
		if _, err := fmt.Sscanf(path, folder+"%d.bin", &n); err == nil && n >= 0 && n < len(x.files[i]) && path == folder+strconv.Itoa(n)+".bin" {
			return x.files[i][n]
		}
	}
	return nil
}

type writer struct {
	x *Index
	b *Builder

	flate       *flate.Writer
	long        []byte    // the file of lists that is being filled
	all, sorted []posting // of the list that is written
}

func (w *writer) add(folder int, file []byte) {
	w.x.files[folder] = append(w.x.files[folder], file)
}

func (w *writer) deflate(src []byte) []byte {
	var out bytes.Buffer
	if w.flate == nil {
		w.flate, _ = flate.NewWriter(io.Discard, flate.DefaultCompression) // the level is a good one
	}
	w.flate.Reset(&out)
	w.flate.Write(src) // into memory: it cannot fail
	w.flate.Close()
	return bytes.Clone(out.Bytes())
}

// dictionaries writes the words and their lists, and returns with what each
// dictionary begins: enough of its first word to tell it from the one before.
func (w *writer) dictionaries() (starts []string) {
	order := w.b.sorted()
	size := 0
	for _, k := range order {
		size += 4 + len(w.b.words[k])/2 + min(len(w.b.lists[k].bytes), maxInline)
	}
	most := max(maxDictionary, size/mostRoot)
	var block []byte
	before := ""
	for i, k := range order {
		word := w.b.words[k]
		if len(block) >= most {
			w.add(dictionaries, w.deflate(block))
			block = block[:0]
		}
		if len(block) == 0 {
			last := ""
			if i > 0 {
				last = w.b.words[order[i-1]]
			}
			starts = append(starts, start(last, word))
			before = ""
		}
		n := common(before, word)
		block = append(block, byte(n), byte(len(word)-n))
		block = append(block, word[n:]...)
		block = w.list(block, &w.b.lists[k])
		w.b.lists[k].bytes = nil
		before = word
	}
	if len(block) > 0 {
		w.add(dictionaries, w.deflate(block))
	}
	w.flush()
	return starts
}

// start returns as much of word as comes after last.
func start(last, word string) string {
	n := min(common(last, word)+1, len(word))
	for n < len(word) && word[n]&0xc0 == 0x80 { // whole characters
		n++
	}
	return word[:n]
}

func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// list appends to a dictionary how many documents a list has, and the list, which is empty
// for a word that nearly every document has, or where it is: a number of parts, the file and place of the first, and the file
// of the second, each of the others in the file after the one before.
func (w *writer) list(dst []byte, l *list) []byte {
	dst = binary.AppendUvarint(dst, uint64(l.n))
	if len(l.bytes) <= maxInline {
		return append(binary.AppendUvarint(append(dst, 0), uint64(len(l.bytes))), l.bytes...)
	}
	w.all = l.postings(w.all[:0])
	parts := cut(w.byLevel())
	if len(w.long)+len(parts[0]) > maxHead {
		w.flush()
	}
	file, at := len(w.x.files[longLists]), len(w.long)
	w.long = append(w.long, parts[0]...)
	for _, v := range []int{len(parts), file, at, len(parts[0])} {
		dst = binary.AppendUvarint(dst, uint64(v))
	}
	if len(parts) > 1 {
		w.flush()
		dst = binary.AppendUvarint(dst, uint64(len(w.x.files[longLists])))
		for _, p := range parts[1:] {
			w.add(longLists, p)
		}
	}
	return dst
}

// byLevel returns the postings of all, the most telling first, those of a level in
// their order.
func (w *writer) byLevel() []posting {
	var at [levels + 2]int
	for _, p := range w.all {
		at[levels-p.level+1]++
	}
	for i := 1; i < len(at); i++ {
		at[i] += at[i-1]
	}
	w.sorted = slices.Grow(w.sorted[:0], len(w.all))[:len(w.all)]
	for _, p := range w.all {
		k := &at[levels-p.level]
		w.sorted[*k] = p
		*k++
	}
	return w.sorted
}

func (w *writer) flush() {
	if len(w.long) > 0 {
		w.add(longLists, bytes.Clone(w.long))
		w.long = w.long[:0]
	}
}

// cut writes postings, the most telling first, in parts that can each be read
// alone: groups of a level, how many there are, the first document and the
// distances to the others.
func cut(all []posting) (parts [][]byte) {
	var part []byte
	most := maxHead
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].level == all[0].level {
			n++
		}
		var group []byte
		last := uint32(0)
		k := 0
		for k < n && len(part)+len(group) < most {
			group = binary.AppendUvarint(group, uint64(all[k].doc-last))
			last = all[k].doc
			k++
		}
		if k > 0 {
			part = append(part, all[0].level)
			part = binary.AppendUvarint(part, uint64(k))
			part = append(part, group...)
			all = all[k:]
		}
		if len(part) >= most {
			parts = append(parts, part)
			part, most = nil, maxPart
		}
	}
	if len(part) > 0 {
		parts = append(parts, part)
	}
	return parts
}

// documents writes what results show.
func (w *writer) documents() {
	for docs := range slices.Chunk(w.b.docs, perDocuments) {
		rows := make([][]any, len(docs))
		for i, d := range docs {
			rows[i] = []any{d.Kind, d.URL, d.Title, d.When, d.About, d.Names}
		}
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false) // it never stands in a page
		_ = enc.Encode(rows)     // of numbers and strings: it cannot fail
		w.add(documents, w.deflate(bytes.TrimSpace(buf.Bytes())))
	}
}

func (w *writer) kinds() (n [kinds]int) {
	for _, d := range w.b.docs {
		n[d.Kind]++
	}
	return n
}

// years returns where years begin, for documents that were added in the order of
// their dates; those without a date are in year 0.
func (w *writer) years() [][2]int {
	out := [][2]int{}
	for i, d := range w.b.docs {
		if n := len(out); n == 0 || out[n-1][0] != d.Year {
			out = append(out, [2]int{d.Year, i})
		}
	}
	return out
}
