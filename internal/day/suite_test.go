package day

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
)

// TestSuite measures the package by the examples of two others, edtf-validate
// and python-edtf, joined in one file that EDTF_SUITE names:
//
//	{"edtf-validate …": {"L0_Intervals": ["1964/2008", …], "invalid_…": […]},
//	 "python-edtf parser examples …": {"EXAMPLES": [["2008", ["2008-01-01", "2008-12-31"]], …]}}
//
// Two days are the bounds; four are the bounds and those widened by doubt.
//
// One difference is expected: python-edtf gives {1667,1668, 1670..1672} bounds,
// where edtf-validate holds [1667,1668, 1670..1672] and {-1667,1668, 1670..1672}
// to be wrong for their single space.
func TestSuite(t *testing.T) {
	name := os.Getenv("EDTF_SUITE")
	if name == "" {
		t.Skip("EDTF_SUITE names no file of examples")
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var groups map[string]json.RawMessage
	if err := json.Unmarshal(b, &groups); err != nil {
		t.Fatal(err)
	}
	valid, invalid, bounds := count{}, count{}, count{}
	for _, raw := range groups {
		var lists map[string]json.RawMessage
		if json.Unmarshal(raw, &lists) != nil {
			continue // descriptions in words
		}
		for key, list := range lists {
			var texts []string
			var pairs [][]json.RawMessage
			switch key {
			case "L0_Intervals", "L1_Intervals", "L2_Intervals":
				decode(t, list, &texts)
				for _, s := range texts {
					_, err := Parse(s)
					valid.add(err == nil)
					if err != nil {
						t.Error(err)
					}
				}
			case "invalid_edtf_dates", "invalid_edtf_intervals", "invalid_edtf_datetimes":
				decode(t, list, &texts)
				for _, s := range texts {
					_, err := Parse(s)
					invalid.add(err == nil)
					if err == nil {
						t.Errorf("%q is accepted", s)
					}
				}
			case "EXAMPLES":
				decode(t, list, &pairs)
				for _, p := range pairs {
					var s string
					var want []string
					decode(t, p[0], &s)
					decode(t, p[1], &want)
					if s == "{1667,1668, 1670..1672}" {
						continue
					}
					got := boundsLike(s, want)
					bounds.add(slices.Equal(got, want))
					if !slices.Equal(got, want) {
						t.Errorf("%q has the bounds %q, want %q", s, got, want)
					}
				}
			}
		}
	}
	t.Logf("valid accepted %v, invalid accepted %v, bounds %v", valid, invalid, bounds)
}

type count struct{ yes, all int }

func (c *count) add(yes bool) {
	c.all++
	if yes {
		c.yes++
	}
}

func decode(t *testing.T, raw json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}

// boundsLike returns the bounds of s as the suite writes them: one day, or its
// first and last; with doubt, the widened bounds after them.
func boundsLike(s string, want []string) []string {
	d, err := Parse(s)
	if err != nil {
		return []string{err.Error()}
	}
	from, to := d.Bounds()
	got := []string{plain(from)}
	if to != from {
		got = append(got, plain(to))
	}
	if len(want) > 2 {
		lo, hi := d.Fuzzy()
		got = append(got, plain(lo), plain(hi))
	}
	return got
}

// plain writes a day of any year; the ends of what is open are -inf and inf.
func plain(d Day) string {
	switch d {
	case Earliest:
		return "-inf"
	case Latest:
		return "inf"
	}
	y, m, dd := d.Civil()
	sign := ""
	if y < 0 {
		sign, y = "-", -y
	}
	return fmt.Sprintf("%s%04d-%02d-%02d", sign, y, m, dd)
}
