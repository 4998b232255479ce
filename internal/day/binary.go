package day

import (
	"encoding/binary"
	"errors"
)

// AppendBinary implements encoding.BinaryAppender: it appends d in a few bytes
// that are read faster than EDTF is. The error is nil.
func (d Date) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, byte(d.prec))
	if d.prec == None {
		return b, nil
	}
	b = append(b, d.open)
	b = binary.AppendVarint(b, int64(d.from))
	b = binary.AppendUvarint(b, uint64(d.to)-uint64(d.from))
	return append(b, d.edtf...), nil
}

var errBinary = errors.New("not a date in binary form")

// UnmarshalBinary implements encoding.BinaryUnmarshaler: it reads what
// AppendBinary wrote.
func (d *Date) UnmarshalBinary(b []byte) error {
	*d = Date{}
	if len(b) == 1 && b[0] == byte(None) {
		return nil
	}
	if len(b) < 4 || b[0] == byte(None) || b[0] > byte(Interval) || b[1] > openStart|openEnd {
		return errBinary
	}
	from, n := binary.Varint(b[2:])
	if n <= 0 {
		return errBinary
	}
	length, m := binary.Uvarint(b[2+n:])
	to := Day(uint64(from) + length)
	if m <= 0 || Day(from) < Earliest || to > Latest || to < Day(from) {
		return errBinary
	}
	*d = Date{edtf: string(b[2+n+m:]), from: Day(from), to: to, prec: Precision(b[0]), open: b[1]}
	return nil
}
