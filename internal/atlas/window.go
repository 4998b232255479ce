package atlas

import (
	"encoding/binary"
	"math"
	"strconv"
)

// window is a part of the Earth and how large it is drawn.
type window struct {
	left, top float64 // degrees east of the left edge and north of the upper
	x, y      float64 // units that a degree is, across and down
}

// margin is how far beyond its edges a map is drawn, so that the edge itself,
// along which coasts are cut, is never seen.
const margin = 4

// at is a point of a drawing.
type at struct{ x, y float64 }

// The sides of a drawing that a point can lie beyond.
const (
	beyondLeft = 1 << iota
	beyondRight
	beyondTop
	beyondBottom
)

func side(p at) (s int) {
	if p.x < -margin {
		s |= beyondLeft
	} else if p.x > Width+margin {
		s |= beyondRight
	}
	if p.y < -margin {
		s |= beyondTop
	} else if p.y > Height+margin {
		s |= beyondBottom
	}
	return s
}

// draw returns the land and the borders in the window, as paths. The Earth goes
// round: what lies beyond 180 degrees is drawn from the other end of the table.
func (v window) draw(table []byte) (land, borders string) {
	ring, other := make([]at, 0, 2048), make([]at, 0, 2048)
	d, b := make([]byte, 0, 8<<10), make([]byte, 0, 4<<10)
	for _, turn := range []float64{-360, 0, 360} {
		see := func(o bounds) bool {
			west, east := (float64(o.west)/Step+turn-v.left)*v.x, (float64(o.east)/Step+turn-v.left)*v.x
			north, south := (v.top-float64(o.north)/Step)*v.y, (v.top-float64(o.south)/Step)*v.y
			return side(at{west, north})&(beyondRight|beyondBottom) == 0 && side(at{east, south})&(beyondLeft|beyondTop) == 0
		}
		walk(table, see, func(isLand bool, n int, points []byte) {
			ring = v.read(ring[:0], n, points, turn)
			if isLand {
				ring, other = clip(ring, other)
				d = appendLine(d, ring, true)
			} else {
				b = appendPieces(b, ring)
			}
		})
	}
	return string(d), string(b)
}

// read appends the points of an outline. Of a stretch that lies beyond one side
// its ends are enough: they are cut off all the same.
func (v window) read(ring []at, n int, points []byte, turn float64) []at {
	var lon, lat int64
	start := len(ring)
	var beyond [2]int // sides that the last two points that were kept lie beyond
	for i := range n {
		if points[0]|points[1] < 0x80 { // most steps are two bytes
			lon += int64(points[0]>>1) ^ -int64(points[0]&1)
			lat += int64(points[1]>>1) ^ -int64(points[1]&1)
			points = points[2:]
		} else {
			x, k := binary.Varint(points)
			y, l := binary.Varint(points[k:])
			points = points[k+l:]
			lon, lat = lon+x, lat+y
		}
		p := at{(float64(lon)/Step + turn - v.left) * v.x, (v.top - float64(lat)/Step) * v.y}
		s := side(p)
		if i >= 2 && s&beyond[0]&beyond[1] != 0 && len(ring)-start >= 2 {
			ring[len(ring)-1], beyond[1] = p, s
			continue
		}
		ring = append(ring, p)
		beyond[0], beyond[1] = beyond[1], s
	}
	return ring
}

// clip cuts a closed ring to the drawing, one side after another (Sutherland and
// Hodgman, "Reentrant polygon clipping", CACM 17, 1974). Both rings are used.
func clip(ring, other []at) (cut, rest []at) {
	for _, edge := range []struct {
		inside func(p at) bool
		cross  func(a, b at) at
	}{
		{func(p at) bool { return p.x >= -margin }, func(a, b at) at { return upright(a, b, -margin) }},
		{func(p at) bool { return p.x <= Width+margin }, func(a, b at) at { return upright(a, b, Width+margin) }},
		{func(p at) bool { return p.y >= -margin }, func(a, b at) at { return level(a, b, -margin) }},
		{func(p at) bool { return p.y <= Height+margin }, func(a, b at) at { return level(a, b, Height+margin) }},
	} {
		other = other[:0]
		for i, p := range ring {
			before := ring[(i+len(ring)-1)%len(ring)]
			switch in, was := edge.inside(p), edge.inside(before); {
			case in && was:
				other = append(other, p)
			case in:
				other = append(other, edge.cross(before, p), p)
			case was:
				other = append(other, edge.cross(before, p))
			}
		}
		ring, other = other, ring
	}
	return ring, other
}

// upright returns where the way from a to b crosses the line x.
func upright(a, b at, x float64) at { return at{x, a.y + (b.y-a.y)*(x-a.x)/(b.x-a.x)} }

// level returns where the way from a to b crosses the line y.
func level(a, b at, y float64) at { return at{a.x + (b.x-a.x)*(y-a.y)/(b.y-a.y), y} }

// appendPieces appends those pieces of an open line that may be seen.
func appendPieces(d []byte, line []at) []byte {
	start := 0
	for i := 1; i < len(line); i++ {
		if side(line[i-1])&side(line[i]) != 0 {
			if i-start > 1 {
				d = appendLine(d, line[start:i], false)
			}
			start = i
		}
	}
	return appendLine(d, line[start:], false)
}

// finest is the shortest step of a path, in units: about a pixel where a map is
// as wide as the column beside an entity's text.
const finest = 3

// appendLine appends a line to the d of a path, in whole units. What is finer than
// can be seen is left out.
func appendLine(d []byte, line []at, closed bool) []byte {
	start, n := len(d), 0
	var x, y int
	for i, p := range line {
		px, py := int(math.Round(p.x)), int(math.Round(p.y))
		switch {
		case i == 0:
			d = appendNumber(append(d, 'M'), px, true)
			d = append(appendNumber(d, py, false), 'l')
		case max(px-x, x-px)+max(py-y, y-py) < finest && (closed || i < len(line)-1), px == x && py == y:
			continue
		default:
			d = appendNumber(d, px-x, n == 0)
			d = appendNumber(d, py-y, false)
			n++
		}
		x, y = px, py
	}
	if n < 1 || closed && n < 2 {
		return d[:start]
	}
	if closed {
		d = append(d, 'z')
	}
	return d
}

// appendNumber appends a number of a path, and a space before it where nothing
// else parts it from the one before.
func appendNumber(d []byte, x int, first bool) []byte {
	if !first && x >= 0 {
		d = append(d, ' ')
	}
	return strconv.AppendInt(d, int64(x), 10)
}
