// Package record owns the bytes that values are kept as between two runs. One
// function both writes and reads a value, so that the two cannot disagree. It
// knows nothing of what the values mean.
//
// A record has no names and no version: whoever keeps it says in its key what
// wrote it.
package record

import (
	"encoding/binary"
	"errors"
	"math"
)

// Err is returned for a record that does not hold what it should.
var Err = errors.New("damaged record")

// Codec writes or reads one value after another.
type Codec struct {
	out     []byte
	in      string
	reading bool
	bad     bool
}

// Writer returns a Codec that appends to buf.
func Writer(buf []byte) *Codec { return &Codec{out: buf} }

// Reader returns a Codec that reads s. Strings that it reads are parts of s, so
// they keep all of it in memory.
func Reader(s string) *Codec { return &Codec{in: s, reading: true} }

// Reading reports whether values are read.
func (c *Codec) Reading() bool { return c.reading }

// Fail says that what was read cannot be true.
func (c *Codec) Fail() { c.bad, c.in = true, "" }

// Bytes returns what was written.
func (c *Codec) Bytes() []byte { return c.out }

// End returns Err unless everything was read and all of it was sound.
func (c *Codec) End() error {
	if c.bad || c.in != "" {
		return Err
	}
	return nil
}

// Uint is a number that is not negative. Like the others, it leaves the value as
// it is when it is written.
func (c *Codec) Uint(v *uint64) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, *v)
		return
	}
	var x uint64
	for i := 0; i < len(c.in) && i < binary.MaxVarintLen64; i++ {
		b := c.in[i]
		x |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			*v, c.in = x, c.in[i+1:]
			return
		}
	}
	c.Fail()
	*v = 0
}

// Num is a number of any integer type, short when it is near 0.
func Num[T ~int | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32](c *Codec, v *T) {
	x := int64(*v)
	u := uint64(x<<1) ^ uint64(x>>63) // zigzag
	if c.Uint(&u); c.reading {
		*v = T(int64(u>>1) ^ -int64(u&1))
	}
}

// Str is a string.
func (c *Codec) Str(s *string) {
	n := uint64(len(*s))
	c.Uint(&n)
	if !c.reading {
		c.out = append(c.out, *s...)
		return
	}
	if n > uint64(len(c.in)) {
		c.Fail()
		n = 0
	}
	*s, c.in = c.in[:n], c.in[n:]
}

// Float is a number with a fraction.
func (c *Codec) Float(f *float32) {
	u := uint64(math.Float32bits(*f))
	if c.Uint(&u); c.reading {
		*f = math.Float32frombits(uint32(u))
	}
}

// Bool is a yes or no.
func (c *Codec) Bool(b *bool) {
	var u uint64
	if *b {
		u = 1
	}
	if c.Uint(&u); c.reading {
		*b = u == 1
	}
}

// Each is a slice, item by item; an empty one is read as nil.
func Each[T any](c *Codec, s *[]T, item func(*T)) {
	n := uint64(len(*s))
	c.Uint(&n)
	if c.reading {
		if n > uint64(len(c.in)) { // every item takes at least one byte
			c.Fail()
			n = 0
		}
		if *s = nil; n > 0 {
			*s = make([]T, n)
		}
	}
	for i := range *s {
		item(&(*s)[i])
	}
}
