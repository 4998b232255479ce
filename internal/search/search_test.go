package search

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

func wordsOf(s string) (out []string) {
	Words(s, func(w []byte) { out = append(out, string(w)) })
	return out
}

func TestWords(t *testing.T) {
	file, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(file)) {
		in, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			continue
		}
		n++
		if got := strings.Join(wordsOf(in), " "); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if n < 10 {
		t.Errorf("only %d lines were read", n)
	}
}

// FuzzWords checks that words are folded once and for all, that none is longer than
// is kept, and that what a bag writes is read as the same bag.
func FuzzWords(f *testing.F) {
	f.Add("Kerry's U.S. visit: naïve, 北京市 2013")
	f.Add("\xff.a.b\u0301 ｶﾞ")
	f.Fuzz(func(t *testing.T, s string) {
		words := wordsOf(s)
		for _, w := range words {
			if len(w) == 0 || len(w) > maxWord {
				t.Fatalf("%q has the word %q", s, w)
			}
			if again := wordsOf(w); len(again) != 1 || again[0] != w {
				t.Fatalf("%q in %q is folded again to %q", w, s, again)
			}
		}
		var b, c Bag
		b.Add(s, WeighBody)
		if err := c.Read(b.Append(nil)); err != nil || !bytes.Equal(b.Append(nil), c.Append(nil)) {
			t.Fatalf("%q: the bag of %q is not read as it was written: %v", s, words, err)
		}
		_ = c.Read([]byte(s)) // whatever a cache may hold
	})
}

// reader reads an index as a browser does.
type reader struct {
	*Index
	t    *testing.T
	root struct {
		Documents, PerFile int
		Dictionary         []string
	}
}

func read(t *testing.T, x *Index) *reader {
	r := &reader{Index: x, t: t}
	if err := json.Unmarshal(x.File("index.json"), &r.root); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *reader) inflate(path string) []byte {
	r.t.Helper()
	f := r.File(path)
	if f == nil {
		r.t.Fatalf("there is no %s", path)
	}
	b, err := io.ReadAll(flate.NewReader(bytes.NewReader(f)))
	if err != nil {
		r.t.Fatal(err)
	}
	return b
}

// words returns every word of the index with its list, read as a browser would.
func (r *reader) words() map[string][]posting {
	all := map[string][]posting{}
	for i := range r.root.Dictionary {
		b := r.inflate(fmt.Sprintf("w/%d.bin", i))
		number := func() int {
			v, n := binary.Uvarint(b)
			b = b[n:]
			return int(v)
		}
		var w []byte
		for len(b) > 0 {
			shared, rest := int(b[0]), int(b[1])
			w = append(w[:shared], b[2:2+rest]...)
			b = b[2+rest:]
			n := number()
			var found []posting
			switch parts := number(); parts {
			case 0:
				n := number()
				l := list{bytes: b[:n]}
				found = l.postings(nil)
				b = b[n:]
			default:
				file, at, length := number(), number(), number()
				found = grouped(r.File(fmt.Sprintf("l/%d.bin", file))[at:at+length], found)
				if parts > 1 {
					next := number()
					for k := range parts - 1 {
						found = grouped(r.File(fmt.Sprintf("l/%d.bin", next+k)), found)
					}
				}
			}
			if len(found) != n && len(found) > 0 {
				r.t.Errorf("%q says it is in %d documents, its list has %d", w, n, len(found))
			}
			if at, ok := slices.BinarySearch(r.root.Dictionary, string(w)); at != i && !(ok && at == i) && at != i+1 {
				r.t.Errorf("%q is in dictionary %d and would be looked for in %d", w, i, at-1)
			}
			all[string(w)] = found
		}
	}
	return all
}

func grouped(b []byte, found []posting) []posting {
	for len(b) > 0 {
		level := b[0]
		b = b[1:]
		n, k := binary.Uvarint(b)
		b = b[k:]
		doc := uint64(0)
		for range n {
			d, k := binary.Uvarint(b)
			b = b[k:]
			doc += d
			found = append(found, posting{uint32(doc), level})
		}
	}
	return found
}

// corpus is made-up documents in which some words are common and most are rare.
func corpus(n int) []string {
	rnd := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 4000)
	for i := range words {
		w := make([]byte, 2+rnd.IntN(9))
		for k := range w {
			w[k] = byte('a' + rnd.IntN(26))
		}
		words[i] = string(w)
	}
	docs := make([]string, n)
	for i := range docs {
		var b strings.Builder
		for range 30 + rnd.IntN(600) {
			f := rnd.Float64()
			b.WriteString(words[int(f*f*f*float64(len(words)))])
			b.WriteByte(' ')
		}
		docs[i] = b.String()
	}
	return docs
}

// TestEveryWordIsFound checks that a page can be found by each of its words, and
// that no word finds a page that does not have it, in lists of every length.
func TestEveryWordIsFound(t *testing.T) {
	docs := corpus(3000)
	b := NewBuilder(300)
	want := map[string]map[uint32]bool{}
	bag := new(Bag)
	for i, d := range docs {
		bag.Reset()
		bag.Add(d, WeighBody)
		var other Bag
		if err := other.Read(bag.Append(nil)); err != nil {
			t.Fatal(err)
		}
		b.Add(Document{Title: fmt.Sprint(i)}, &other)
		for _, w := range wordsOf(d) {
			if want[w] == nil {
				want[w] = map[uint32]bool{}
			}
			want[w][uint32(i)] = true
		}
	}
	x := b.Files()
	r := read(t, x)
	got := r.words()
	long := 0
	for w, docs := range want {
		if float64(len(docs)) >= tooCommon*3000 {
			if list, ok := got[w]; !ok || len(list) > 0 {
				t.Errorf("%q is in %d documents: known %v, with a list of %d", w, len(docs), ok, len(list))
			}
			delete(got, w)
			continue
		}
		if len(got[w]) != len(docs) {
			t.Fatalf("%q: %d documents, want %d", w, len(got[w]), len(docs))
		}
		best := uint8(levels)
		for i, p := range got[w] {
			if !docs[p.doc] {
				t.Fatalf("%q finds document %d, which does not have it", w, p.doc)
			}
			if p.level < 1 || len(docs) > maxInline && p.level > best {
				t.Fatalf("%q: level %d after %d at %d", w, p.level, best, i)
			}
			best = p.level
		}
		if len(docs) > 1500 {
			long++
		}
		delete(got, w)
	}
	for w := range got {
		t.Errorf("%q is in the index and in no document", w)
	}
	if long == 0 {
		t.Error("no list is long enough to be cut")
	}
	var rows [][]any
	if err := json.Unmarshal(r.inflate("d/7.bin"), &rows); err != nil || rows[1][2] != fmt.Sprint(7*r.root.PerFile+1) {
		t.Errorf("document %d is %v (%v)", 7*r.root.PerFile+1, rows, err)
	}
	for _, p := range x.Paths() {
		if f := x.File(p); len(f) == 0 {
			t.Errorf("%s is empty", p)
		} else if limit := 2900; strings.HasPrefix(p, "w/") && len(f) > limit {
			t.Errorf("%s has %d bytes", p, len(f))
		}
	}
	for _, p := range []string{"", "w/", "w/-1.bin", "w/00.bin", "w/99999.bin", "l/0.bin/", "../index.json"} {
		if x.File(p) != nil {
			t.Errorf("there is a file %q", p)
		}
	}
}

func BenchmarkWords(b *testing.B) {
	docs := corpus(200)
	n := 0
	for _, d := range docs {
		n += len(d)
	}
	b.SetBytes(int64(n))
	bag := new(Bag)
	for b.Loop() {
		for _, d := range docs {
			bag.Reset()
			bag.Add(d, WeighBody)
		}
	}
}

// BenchmarkIndex makes the index of 10,000 articles of which the words are known.
func BenchmarkIndex(b *testing.B) {
	docs := corpus(10000)
	records := make([][]byte, len(docs))
	bag := new(Bag)
	for i, d := range docs {
		bag.Reset()
		bag.Add(d, WeighBody)
		records[i] = bag.Append(nil)
	}
	b.ReportAllocs()
	for b.Loop() {
		x := NewBuilder(300)
		for i, r := range records {
			bag.Reset()
			if err := bag.Read(r); err != nil {
				b.Fatal(err)
			}
			x.Add(Document{Title: docs[i][:40], About: docs[i][40:100]}, bag)
		}
		x.Files()
	}
}

// FuzzIndex: a document is found by each of its words that is not in most of them, and
// by no other.
func FuzzIndex(f *testing.F) {
	f.Add("Kerry's U.S. visit\nnaïve 北京市 2013\n\nvisit the harbour")
	f.Add("a\nb\nc\nd e f\ng\nh\ni\nj")
	f.Add(strings.Repeat("one two three\nfour\n", 20) + "last")
	f.Fuzz(func(t *testing.T, text string) {
		docs := strings.Split(text, "\n")
		n := len(docs)
		if len(text) > 4000 || n > 200 {
			return
		}
		b := NewBuilder(10)
		want := map[string]map[uint32]bool{}
		for i, d := range docs {
			var bag Bag
			bag.Add(d, WeighBody)
			b.Add(Document{Title: d}, &bag)
			for _, w := range wordsOf(d) {
				if want[w] == nil {
					want[w] = map[uint32]bool{}
				}
				want[w][uint32(i)] = true
			}
		}
		got := read(t, b.Files()).words()
		for w, docs := range want {
			found := map[uint32]bool{}
			for _, p := range got[w] {
				found[p.doc] = true
			}
			if !maps.Equal(found, docs) && (len(found) > 0 || n < fewToJudge || float64(len(docs)) < tooCommon*float64(n)) {
				t.Fatalf("%q is in %v and found in %v", w, docs, found)
			}
			delete(got, w)
		}
		for w := range got {
			t.Fatalf("%q is in the index and in no document", w)
		}
	})
}
