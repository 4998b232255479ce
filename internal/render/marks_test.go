package render

import (
	"cmp"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"dateline/internal/day"
	"dateline/internal/markdown"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

func TestEventKeys(t *testing.T) {
	span := func(a, b int) prose.Span { return prose.Span{Start: a, End: b} }
	events := []timeline.Event{
		{Span: span(50, 90), Place: 1, Also: []prose.Span{span(0, 40), span(200, 240)}},
		{Span: span(0, 40), Place: 2},
		{},
		{Span: span(50, 90), Place: 1},
	}
	for i, want := range []string{"t1", "t2", "", "t1"} {
		if got := eventKey(&events[i]); got != want {
			t.Errorf("event %d: key %q, want %q", i, got, want)
		}
	}
	want := []sentence{{span(0, 40), "t2"}, {span(50, 90), "t1"}, {span(200, 240), "t-1-3"}}
	if got := sentences(events); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Whatever sentences, times and mentions there are, their marks nest or stand
// apart, and no place is lost.
func TestMarksNest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var marks []markdown.Mark
		points := 0
		for range rapid.IntRange(0, 12).Draw(t, "marks") {
			start := rapid.IntRange(0, 20).Draw(t, "start")
			m := markdown.Mark{Span: prose.Span{Start: start, End: start + rapid.IntRange(0, 8).Draw(t, "length")}, Open: "<i>", Close: "</i>"}
			if m.Start == m.End {
				points++
			}
			marks = append(marks, m)
		}
		slices.SortStableFunc(marks, func(a, b markdown.Mark) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(rank(a), rank(b)), cmp.Compare(b.End, a.End))
		})
		got := nested(marks)
		for i, a := range got {
			if a.Start == a.End {
				points--
			}
			for _, b := range got[i+1:] {
				if b.Start < a.End && b.End > a.End {
					t.Fatalf("%v crosses %v", b.Span, a.Span)
				}
				if b.Start < a.Start {
					t.Fatalf("%v stands after %v", b.Span, a.Span)
				}
			}
		}
		if points != 0 {
			t.Fatalf("%d places were lost", points)
		}
	})
}

func TestWithin(t *testing.T) {
	var marks []markdown.Mark
	for _, at := range []int{0, 3, 3, 7, 10} {
		marks = append(marks, markdown.Mark{Span: prose.Span{Start: at, End: at + 1}})
	}
	if got := within(marks, 3, 10); len(got) != 3 || got[0].Start != 3 || got[2].Start != 7 {
		t.Errorf("got %v", got)
	}
}

func TestMachine(t *testing.T) {
	for edtf, want := range map[string]string{
		"2013-09-09": "2013-09-09", "2013-09": "2013-09", "0079": "0079", "1866": "1866",
		"2003~": "", "2013?": "", "-0043": "", "186X": "", "2011/2014": "", "2013-09-02/2013-09-08": "2013-W36",
		"2020-12-28/2021-01-03": "2020-W53",
	} {
		d, err := day.Parse(edtf)
		if err != nil {
			t.Fatal(err)
		}
		if got := machine(d); got != want {
			t.Errorf("%s: got %q, want %q", edtf, got, want)
		}
	}
	if got := dayView(day.Date{}, "en"); got.Words != "" || got.Machine != "" {
		t.Errorf("no date is shown as %v", got)
	}
}

// A fragment is the template's HTML with the values where they belong, whatever
// words stand around its slots.
func TestFragment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		around := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("ab~01")), 0, 6, -1), 4, 4).Draw(t, "around")
		names := slots(2, around...)
		f := cut(around[0]+names[1]+around[1]+names[0]+around[2]+names[1]+around[3], names)
		if got, want := string(f.append(nil, "<x>", "y")), around[0]+"y"+around[1]+"&lt;x&gt;"+around[2]+"y"+around[3]; got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}

// A row and a heading that are kept as one come out as they were, whatever they
// have in common.
func TestRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]fragment{"a", "b", "0", "1", "\x000", "\x001"})
		draw := func(name string) fragment {
			var f fragment
			for _, p := range rapid.SliceOfN(piece, 0, 6).Draw(t, name) {
				f += p
			}
			return f
		}
		full, heading := draw("row"), draw("heading")
		r := newRow(full, heading)
		got := r.html[:r.heading] + r.html[r.end:]
		if got != full {
			t.Fatalf("the row is %q, want %q", got, full)
		}
		if got = r.html[:r.row] + r.html[r.heading:]; got != heading {
			t.Fatalf("the heading is %q, want %q", got, heading)
		}
		for _, f := range []fragment{r.html[:r.row], r.html[:r.heading], r.html[:r.end]} { // no mark is cut from its digit
			if len(f) > 0 && f[len(f)-1] == mark {
				t.Fatalf("%q is cut after %q", r.html, f)
			}
		}
	})
}

func TestContents(t *testing.T) {
	h := func(level int, id string) markdown.Heading {
		return markdown.Heading{Level: level, ID: id, Text: "<" + id}
	}
	if got := contents([]markdown.Heading{h(2, "a"), h(3, "b")}); got != "" {
		t.Errorf("two headings have a table of contents: %s", got)
	}
	got := contents([]markdown.Heading{h(3, "a"), h(1, "no"), h(3, "b"), h(3, "c"), h(2, "d"), h(4, "no")})
	want := `<ol><li><a href="#a">&lt;a</a><ol><li><a href="#b">&lt;b</a></li><li><a href="#c">&lt;c</a></li></ol></li><li><a href="#d">&lt;d</a></li></ol>`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestYearTicks(t *testing.T) {
	for _, years := range [][2]int{{2013, 2013}, {2013, 2019}, {1854, 1902}, {-50, 2000}, {-5000000, 5000000}} {
		ticks := ticks(years[0], years[1], 8, strconv.Itoa, func(y int) float64 { return float64(y) })
		if len(ticks) == 0 || len(ticks) > 9 {
			t.Errorf("%v: %d ticks", years, len(ticks))
		}
	}
}
