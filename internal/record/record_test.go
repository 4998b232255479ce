package record

import (
	"math"
	"reflect"
	"slices"
	"testing"
)

// value is something of every type.
type value struct {
	S    string
	N    int
	U    uint64
	B    uint8
	F    float32
	Yes  bool
	List []value
}

func (v *value) record(c *Codec) {
	c.Str(&v.S)
	Num(c, &v.N)
	c.Uint(&v.U)
	Num(c, &v.B)
	c.Float(&v.F)
	c.Bool(&v.Yes)
	Each(c, &v.List, func(w *value) { w.record(c) })
}

// FuzzRoundTrip: what is written is read the same, no part of it is taken for
// all, and any bytes at all can be read, with an error or without.
func FuzzRoundTrip(f *testing.F) {
	f.Add("words", 1, uint64(7), uint8(200), float32(0.5), true, []byte{2, 'a'})
	f.Add("", math.MinInt, uint64(math.MaxUint64), uint8(0), float32(-1), false, []byte{0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, s string, n int, u uint64, b uint8, x float32, yes bool, raw []byte) {
		if x != x {
			return // not a number equals nothing
		}
		v := value{s, n, u, b, x, yes, []value{{N: n}, {S: s, List: []value{{U: u}}}}}
		w := Writer([]byte("before"))
		v.record(w)
		buf := w.Bytes()[len("before"):]
		read := func(buf []byte) (value, error) {
			var v value
			c := Reader(string(buf))
			v.record(c)
			return v, c.End()
		}
		if got, err := read(buf); err != nil || !reflect.DeepEqual(got, v) {
			t.Fatalf("%+v is read as %+v, %v", v, got, err)
		}
		for i := range buf {
			if _, err := read(buf[:i]); err == nil {
				t.Fatalf("%d of %d bytes are taken for a whole record", i, len(buf))
			}
		}
		if _, err := read(slices.Concat(buf, []byte{0})); err == nil {
			t.Fatal("a byte too many is not noticed")
		}
		read(raw)
	})
}
