package region

import (
	"strings"
	"testing"
)

// Strings stay as they were written while more is written, however much, and what
// comes after Reset takes no new memory.
func TestText(t *testing.T) {
	var mem Text
	var got, want []string
	for i := range 2000 {
		s := strings.Repeat(string(rune('a'+i%26)), i%50)
		want = append(want, s+"|"+s)
		if i%2 == 0 {
			got = append(got, mem.Concat(s, "|", s))
			continue
		}
		got = append(got, mem.Write(func(dst []byte) []byte { return append(append(append(dst, s...), '|'), s...) }))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("string %d became %q, want %q", i, got[i], want[i])
		}
	}
	words := "words that are written anew for each page"
	if n := testing.AllocsPerRun(100, func() {
		mem.Reset()
		if mem.Concat(words, words) != words+words {
			t.Error("a string is not what was written")
		}
	}); n > 1 { // the one that it is compared with
		t.Errorf("%g allocations for a string, want none", n)
	}
}

// Slices are zero, stay apart while more are made, and cannot grow into each other.
func TestSlab(t *testing.T) {
	var slab Slab[*int]
	for range 3 {
		var made [][]*int
		for i := range 100 {
			s := slab.Make(i % 7)
			for j := range s {
				if s[j] != nil {
					t.Fatal("a value is not zero")
				}
				s[j] = &i
			}
			made = append(made, s)
		}
		for i, s := range made {
			_ = append(s, nil, nil)
			for _, p := range s {
				if *p != i {
					t.Fatalf("a value of slice %d became one of slice %d", i, *p)
				}
			}
			if len(s) != i%7 || cap(s) != len(s) {
				t.Fatalf("slice %d has length %d and capacity %d", i, len(s), cap(s))
			}
		}
		slab.Reset()
	}
	if n := testing.AllocsPerRun(100, func() { slab.Make(40); slab.Reset() }); n > 0 {
		t.Errorf("%g allocations for a slice, want none", n)
	}
}
