package atlas

import (
	"encoding/binary"
	"math"
)

// Step is the unit of the table's coordinates: so many are a degree.
const Step = 20

// Point is a place in the table's units, east and north.
type Point struct{ Lon, Lat int }

// Outline is a line of the table.
type Outline struct {
	Land   bool // a closed coast, the last point joined to the first; else a border
	Points []Point
}

// Append appends an outline to a table: its kind and the number of its points,
// their bounds, the number of bytes that follow, and each point as the way from
// the one before, the first from nought.
func (o Outline) Append(table []byte) []byte {
	head := uint64(len(o.Points)) << 1
	if o.Land {
		head |= 1
	}
	table = binary.AppendUvarint(table, head)
	lo, hi := Point{math.MaxInt32, math.MaxInt32}, Point{math.MinInt32, math.MinInt32}
	var body []byte
	var last Point
	for _, p := range o.Points {
		lo = Point{min(lo.Lon, p.Lon), min(lo.Lat, p.Lat)}
		hi = Point{max(hi.Lon, p.Lon), max(hi.Lat, p.Lat)}
		body = binary.AppendVarint(body, int64(p.Lon-last.Lon))
		body = binary.AppendVarint(body, int64(p.Lat-last.Lat))
		last = p
	}
	for _, x := range []int{lo.Lon, lo.Lat, hi.Lon, hi.Lat} {
		table = binary.AppendVarint(table, int64(x))
	}
	table = binary.AppendUvarint(table, uint64(len(body)))
	return append(table, body...)
}

// bounds are those of an outline, in the table's units.
type bounds struct{ west, south, east, north int }

// walk calls visit for every outline of a table that may touch what see says of
// its bounds, with its points as they are written.
func walk(table []byte, see func(bounds) bool, visit func(land bool, n int, points []byte)) {
	for len(table) > 0 {
		head, n := binary.Uvarint(table)
		table = table[n:]
		var b [4]int
		for i := range b {
			x, n := binary.Varint(table)
			b[i] = int(x)
			table = table[n:]
		}
		size, n := binary.Uvarint(table)
		table = table[n:]
		if see(bounds{b[0], b[1], b[2], b[3]}) {
			visit(head&1 == 1, int(head>>1), table[:size])
		}
		table = table[size:]
	}
}
