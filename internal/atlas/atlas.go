// Package atlas draws where on Earth a place is: coasts and borders around it, as
// paths for SVG. The outlines are Natural Earth's (README.md says which), made
// small enough to be part of the program. It knows no entities and no HTML; its
// values do not change.
package atlas

import (
	_ "embed"
	"math"
	"strconv"
)

//go:generate go run ./generate -from sources/countries-50m.json -out outlines.bin

//go:embed outlines.bin
var outlines []byte

// A map's drawing is Width by Height units.
const (
	Width  = 640
	Height = 400
)

// Map is the surroundings of a place, north up. It is an equirectangular
// projection in which the place's own parallel is true to scale (Snyder, "Map
// Projections", USGS 1395, 1987, chapter 12).
type Map struct {
	Land    string  // the d of a path, to be filled by the even-odd rule
	Borders string  // the d of a path, to be stroked
	Grid    string  // the d of a path: parallels and meridians at every ten degrees
	X, Y    float64 // of the place
	Scale   float64 // units that ScaleKM kilometres are, along the place's parallel
	ScaleKM int     // 100, 200, 500 or 1000
}

const (
	kmPerDegree = 111.2 // of a meridian, on average
	// mostStretched is the cosine of the parallel beyond which a map is no longer
	// made wider: near the poles it would be the whole of a parallel.
	mostStretched = 0.17
)

// Around returns the map of what surrounds a point given in degrees, so many
// degrees of latitude high.
func Around(lat, lon, high float64) Map {
	unit := Height / high // a degree of latitude
	across := unit * max(mostStretched, math.Cos(lat*math.Pi/180))
	middle := min(max(lat, high/2-90), 90-high/2)
	m := Map{X: Width / 2, Y: round(Height/2 + (middle-lat)*unit)}
	v := window{
		left: lon - Width/2/across, top: middle + high/2,
		x: across, y: unit,
	}
	m.Land, m.Borders = v.draw(outlines)
	m.Grid = v.grid()
	m.ScaleKM = 100
	for _, km := range []int{200, 500, 1000} {
		if float64(km)/kmPerDegree*unit <= Width/4 {
			m.ScaleKM = km
		}
	}
	m.Scale = round(float64(m.ScaleKM) / kmPerDegree * unit)
	return m
}

// grid returns the parallels and meridians of a window.
func (v window) grid() string {
	const every = 10
	var d []byte
	for lat := math.Floor(v.top/every) * every; lat > v.top-Height/v.y; lat -= every {
		d = append(strconv.AppendInt(append(d, "M0 "...), int64(math.Round((v.top-lat)*v.y)), 10), 'h')
		d = strconv.AppendInt(d, Width, 10)
	}
	for lon := math.Ceil(v.left/every) * every; lon < v.left+Width/v.x; lon += every {
		d = append(strconv.AppendInt(append(d, 'M'), int64(math.Round((lon-v.left)*v.x)), 10), " 0v"...)
		d = strconv.AppendInt(d, Height, 10)
	}
	return string(d)
}

// round keeps one decimal.
func round(x float64) float64 { return math.Round(x*10) / 10 }
