// Package region owns memory that is given up all at one time, as all that makes
// up one page is when the page is written. Its memory is used again for the next
// one, so that hundreds of pages a second leave nothing to collect.
//
// The idea is that of region-based memory management (Tofte and Talpin 1997),
// without the compiler that checks it: who calls Reset must know that nothing
// from before is looked at any more.
package region

import "unsafe"

// Text is a region of strings. The zero Text is empty and ready.
type Text struct{ buf []byte }

// Write returns what write appends, as a string that lasts until Reset. Inside of
// write the Text must not be used.
func (t *Text) Write(write func(dst []byte) []byte) string {
	from := len(t.buf)
	// Where append moves the bytes to larger memory, earlier strings keep the old.
	t.buf = write(t.buf)
	made := t.buf[from:]
	return unsafe.String(unsafe.SliceData(made), len(made))
}

// Concat returns the strings put together, likewise.
func (t *Text) Concat(parts ...string) string {
	return t.Write(func(dst []byte) []byte {
		for _, s := range parts {
			dst = append(dst, s...)
		}
		return dst
	})
}

// Reset gives up all strings: from now on their bytes change.
func (t *Text) Reset() {
	if poisoned {
		for i := range t.buf {
			t.buf[i] = '?'
		}
	}
	t.buf = t.buf[:0]
}

// Slab is a region of slices. The zero Slab is empty and ready.
type Slab[T any] struct {
	items []T
	used  int
}

// Make returns n zero values that last until Reset.
func (s *Slab[T]) Make(n int) []T {
	if s.used+n > len(s.items) {
		s.items, s.used = make([]T, max(2*len(s.items), n, 16)), 0
	}
	out := s.items[s.used : s.used+n : s.used+n]
	s.used += n
	return out
}

// Reset gives up all slices: from now on their items change.
func (s *Slab[T]) Reset() {
	clear(s.items[:s.used])
	s.used = 0
}
