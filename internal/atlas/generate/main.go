// Command generate makes the table of package atlas from Natural Earth's
// countries, which it reads as TopoJSON from a file and never fetches; README.md
// beside the table says where it is from.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"

	"dateline/internal/atlas"
)

func main() {
	from := flag.String("from", "sources/countries-50m.json", "TopoJSON of the countries")
	out := flag.String("out", "outlines.bin", "file to write")
	detail := flag.Float64("detail", 0.0065, "square degrees below which a bend is left out")
	island := flag.Float64("island", 0.02, "square degrees that land must have")
	flag.Parse()
	if err := run(*from, *out, *detail, *island); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// topology is a TopoJSON file: lines that neighbours share, each stored once.
// https://github.com/topojson/topojson-specification
type topology struct {
	Arcs      [][][2]int
	Transform struct{ Scale, Translate [2]float64 }
	Objects   struct{ Countries, Land geometry }
}

type geometry struct {
	Type       string
	Arcs       json.RawMessage
	Geometries []geometry
}

func run(from, out string, detail, island float64) error {
	src, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var t topology
	if err := json.Unmarshal(src, &t); err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	arcs := make([][]point, len(t.Arcs))
	for i, steps := range t.Arcs {
		var x, y int
		for _, s := range steps {
			x, y = x+s[0], y+s[1]
			arcs[i] = append(arcs[i], point{
				float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0],
				float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1],
			})
		}
		arcs[i] = simplify(arcs[i], detail)
	}
	var table []byte
	points := 0
	add := func(land bool, line []point) {
		o := atlas.Outline{Land: land}
		for _, p := range line {
			q := atlas.Point{Lon: int(math.Round(p.lon * atlas.Step)), Lat: int(math.Round(p.lat * atlas.Step))}
			if n := len(o.Points); n == 0 || o.Points[n-1] != q {
				o.Points = append(o.Points, q)
			}
		}
		if n := len(o.Points); land && n > 1 && o.Points[0] == o.Points[n-1] {
			o.Points = o.Points[:n-1]
		}
		if len(o.Points) < 2 || land && len(o.Points) < 3 {
			return
		}
		points += len(o.Points)
		table = o.Append(table)
	}
	land, err := t.Objects.Land.rings()
	if err != nil {
		return err
	}
	for _, ring := range land {
		line := unroll(join(ring, arcs))
		if math.Abs(area(line)) >= island {
			add(true, line)
		}
	}
	shared := make([]int, len(arcs)) // how many countries have an arc
	for _, c := range t.Objects.Countries.Geometries {
		rings, err := c.rings()
		if err != nil {
			return err
		}
		for _, ring := range rings {
			for _, a := range ring {
				shared[max(a, ^a)]++
			}
		}
	}
	for i, n := range shared {
		if n > 1 {
			add(false, unroll(arcs[i]))
		}
	}
	fmt.Fprintf(os.Stderr, "%d points, %d bytes\n", points, len(table))
	return os.WriteFile(out, table, 0o666)
}

// rings returns the rings of a geometry, as numbers of arcs; one that is turned
// round is given as its complement.
func (g geometry) rings() ([][]int, error) {
	var rings [][]int
	switch g.Type {
	case "Polygon":
		if err := json.Unmarshal(g.Arcs, &rings); err != nil {
			return nil, err
		}
	case "MultiPolygon":
		var many [][][]int
		if err := json.Unmarshal(g.Arcs, &many); err != nil {
			return nil, err
		}
		for _, some := range many {
			rings = append(rings, some...)
		}
	}
	for _, part := range g.Geometries {
		some, err := part.rings()
		if err != nil {
			return nil, err
		}
		rings = append(rings, some...)
	}
	return rings, nil
}

// join puts the arcs of a ring one behind the other.
func join(ring []int, arcs [][]point) []point {
	var line []point
	for _, a := range ring {
		arc := arcs[max(a, ^a)]
		for i := range arc {
			if a < 0 {
				line = append(line, arc[len(arc)-1-i])
			} else {
				line = append(line, arc[i])
			}
		}
	}
	return line
}

// unroll makes a line that goes on at the other end of the map where it crosses the
// 180th meridian one that goes beyond it. What goes round a pole is led over it.
func unroll(line []point) []point {
	out := make([]point, 0, len(line)+2)
	var turn float64
	for i, p := range line {
		if i > 0 {
			switch d := p.lon - line[i-1].lon; {
			case d > 180:
				turn -= 360
			case d < -180:
				turn += 360
			}
		}
		out = append(out, point{p.lon + turn, p.lat})
	}
	if first, last := out[0], out[len(out)-1]; math.Abs(last.lon-first.lon) > 180 {
		pole := math.Copysign(90, last.lat)
		out = append(out, point{last.lon, pole}, point{first.lon, pole})
	}
	return out
}
