package atlas

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// failing is what the readers of paths need of a test.
type failing interface {
	Helper()
	Fatalf(format string, args ...any)
}

// on reports whether a point of a drawing lies on its land, by the even-odd rule.
func on(t failing, path string, x, y float64) bool {
	t.Helper()
	inside := false
	for _, ring := range rings(t, path) {
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			if (p.y > y) != (q.y > y) && x < p.x+(q.x-p.x)*(y-p.y)/(q.y-p.y) {
				inside = !inside
			}
		}
	}
	return inside
}

// rings reads a path of M, l and z as Around writes it.
func rings(t failing, path string) [][]at {
	t.Helper()
	var out [][]at
	for _, piece := range strings.Split(path, "M") {
		if piece == "" {
			continue
		}
		var nums []float64
		n, sign, digits := 0.0, 1.0, false
		end := func() {
			if digits {
				nums = append(nums, sign*n)
			}
			n, sign, digits = 0, 1, false
		}
		for _, c := range piece {
			switch {
			case c >= '0' && c <= '9':
				n, digits = n*10+float64(c-'0'), true
			case c == '-':
				end()
				sign = -1
			case c == ' ' || c == 'l' || c == 'z':
				end()
			default:
				t.Fatalf("a path has %q", c)
			}
		}
		end()
		if len(nums) < 4 || len(nums)%2 != 0 {
			t.Fatalf("%d numbers in %q", len(nums), piece)
		}
		ring := []at{{nums[0], nums[1]}}
		for i := 2; i < len(nums); i += 2 {
			last := ring[len(ring)-1]
			ring = append(ring, at{last.x + nums[i], last.y + nums[i+1]})
		}
		out = append(out, ring)
	}
	return out
}

func TestLandAndSea(t *testing.T) {
	for _, test := range []struct {
		name     string
		lat, lon float64
		land     bool
	}{
		{"Geneva's hills", 46.3, 6.6, true},
		{"Yakutia", 62, 129.7, true},
		{"Chukotka, beyond the 180th meridian", 66.5, -176.5, true},
		{"Taveuni's sea", -16, 179.5, false},
		{"the South Pole", -89.5, 0, true},
		{"Kansas", 38.5, -98, true},
		{"the Great Victoria Desert", -29, 129, true},
		{"the Caspian Sea", 41, 50.8, false},
		{"the middle of the Atlantic", 35, -45, false},
		{"the North Pole", 89.5, 0, false},
		{"the Gulf of Guinea", 0, 0, false},
		{"the Bay of Bengal", 14, 88, false},
	} {
		for _, high := range []float64{12, 20, 44} {
			m := Around(test.lat, test.lon, high)
			if got := on(t, m.Land, m.X, m.Y); got != test.land {
				t.Errorf("%s, %g degrees: land %v, want %v", test.name, high, got, test.land)
			}
		}
	}
}

// A point is land or sea whatever map shows it.
func TestMapsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat, lon := rapid.Float64Range(-80, 80).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")
		wide := Around(lat, lon, 40)
		near := Around(lat, lon, 20)
		// Coasts are drawn in whole units: near one, maps may differ.
		for _, d := range []at{{-5, -5}, {5, -5}, {-5, 5}, {5, 5}} {
			if on(t, wide.Land, wide.X+d.x, wide.Y+d.y) != on(t, wide.Land, wide.X, wide.Y) {
				t.Skip("a coast is near")
			}
		}
		if on(t, wide.Land, wide.X, wide.Y) != on(t, near.Land, near.X, near.Y) {
			t.Errorf("%g, %g is land on one map and sea on the other", lat, lon)
		}
	})
}

func TestEveryMapFitsItsFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat, lon := rapid.Float64Range(-90, 90).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")
		high := rapid.Float64Range(5, 50).Draw(t, "high")
		m := Around(lat, lon, high)
		for _, ring := range rings(t, m.Land) {
			for _, p := range ring {
				if p.x < -margin || p.x > Width+margin || p.y < -margin || p.y > Height+margin {
					t.Fatalf("%v is outside", p)
				}
			}
		}
		if m.X < 0 || m.X > Width || m.Y < 0 || m.Y > Height || m.Scale <= 0 || math.IsNaN(m.Scale) {
			t.Errorf("the place is at %g, %g, the scale is %g", m.X, m.Y, m.Scale)
		}
		if n := len(m.Land) + len(m.Borders); n > 40_000 {
			t.Errorf("a map of %d bytes", n)
		}
	})
}

func BenchmarkAround(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Around(46.2, 6.15, 20)
	}
}
