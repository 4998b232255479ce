package article

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/timeline"
)

func undated(t *testing.T, reg *entity.Register, src string) timeline.Dating {
	t.Helper()
	text := Read(Input{Path: "a.md", Src: []byte(src)}, Env{Register: reg, Tagger: ner.New(), Lang: "en"})
	if !text.Meta.Date.IsZero() {
		t.Fatal("the article has a date")
	}
	return text.Dating(reg, nil)
}

func edtf(s string) day.Date {
	d, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDatingByRegister(t *testing.T) {
	reg, _ := entity.NewRegister([]*entity.Entity{
		{ID: "ada-quill", Name: "Ada Quill", Kind: ner.Person, Roles: []entity.Role{{Title: "Harbour Master", Of: "Port Elva", When: edtf("2011-03-01/2012-02-28")}}},
		{ID: "tom-reed", Name: "Tom Reed", Kind: ner.Person, Roles: []entity.Role{
			{Title: "Lord Mayor", When: edtf("1999-01-01/2000-12-31")}, {Title: "Lord Mayor", When: edtf("2011-10-01/2012-12-31")},
		}},
		{ID: "lantern-fair", Name: "Lantern Fair", Kind: ner.Event, Description: "Three nights of lamps, from 4 to 6 November 2011"},
		{ID: "ida-rowe", Name: "Ida Rowe", Kind: ner.Person, Born: edtf("1950-05-20"), Died: edtf("2012-02-03"), Roles: []entity.Role{{Title: "President of Port Elva", When: edtf("2009-03-01/2009-10-31")}}},
		{ID: "elva-ferries", Name: "Elva Ferries", Kind: ner.Organisation, Founded: edtf("2011-09")},
	})
	for _, c := range []struct{ name, src, want string }{
		{"an office holder's term", "Harbour Master Ada Quill closed the lock. She gave no reason.\n", "2011-03-01/2012-02-28"},
		{"two terms at once", "Harbour Master Ada Quill met Lord Mayor Tom Reed at the lock.\n\nThe lock stays shut.\n", "2011-03-01/2012-02-28"},
		{"not any more", "Former Harbour Master Ada Quill closed the lock.\n", ""},
		{"another time", "In May 2011 Harbour Master Ada Quill closed the lock.\n", ""},
		{"an event of last week", "Some forty thousand came to the Lantern Fair last week.\n", "2011-11-06/2011-11-13"},
		{"an event of two days ago", "Nobody slept at the Lantern Fair two days ago.\n", "2011-11-06/2011-11-08"},
		{"an event alone", "Some forty thousand came to the Lantern Fair.\n", ""},
		{"what was changed", "---\nlastmod: 2011-11-07\n---\nNobody slept at the Lantern Fair two days ago.\n", "2011-11-06/2011-11-07"},
		{"an office after the name", "Ada Quill, the Harbour Master, closed the lock.\n", "2011-03-01/2012-02-28"},
		{"an office without its place", "President Ida Rowe closed the lock.\n", "2009-03-01/2009-10-31"},
		{"another office", "Vice President Ida Rowe closed the lock.\n", ""},
		{"an age", "Ida Rowe, 61, closed the lock.\n", "2011-05-20/2012-05-19"},
		{"a number that is no age", "Ida Rowe, 61 of whose boats sank, closed the lock.\n", ""},
		{"a death", "Ida Rowe died last week.\n", "2012-02-05/2012-02-12"},
		{"somebody who is not dead", "Ida Rowe closed the lock last week.\n", ""},
		{"founded since", "Harbour Master Ada Quill named a boat of Elva Ferries.\n", "2011-09-01/2012-02-28"},
		{"when it was read", "---\nsource: {url: https://harbour.example/, retrieved: 2011-11-08}\n---\nNobody slept at the Lantern Fair last week.\n", "2011-11-06/2011-11-08"},
		{"nothing", "The lock stays shut, and nobody says why.\n", ""},
	} {
		if got := undated(t, reg, c.src).Proposed().String(); got != c.want {
			t.Errorf("%s: proposed %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNoDateTakesOneLine(t *testing.T) {
	reg, _ := entity.NewRegister([]*entity.Entity{
		{ID: "lantern-fair", Name: "Lantern Fair", Kind: ner.Event, Description: "On 4 November 2011"},
	})
	env := Env{Register: reg, Tagger: ner.New(), Lang: "en"}
	for _, c := range []struct{ src, hint string }{
		{"---\ntitle: Lock\n---\nThe lock was shut yesterday.\n", ""},
		{"---\ntitle: Fair\n---\nNobody slept at the Lantern Fair yesterday.\n", "2011-11-05"},
	} {
		text := Read(Input{Path: "a.md", Src: []byte(c.src)}, env)
		n := 0
		for _, d := range text.Article.Diags {
			if d.Code != "no-date" {
				continue
			}
			if n++; d.Excerpt != "" || !strings.Contains(d.Hint, c.hint) || c.hint == "" && d.Hint != "" {
				t.Errorf("%q: %+v", c.src, d)
			}
		}
		if n != 1 {
			t.Errorf("%q: %d problems with the date, want 1", c.src, n)
		}
	}
}

// The demonstration site's own articles, without their dates: what is proposed
// must hold the true one.
func TestDatingOfTheDemo(t *testing.T) {
	files, _ := filepath.Glob("../../content/entities/*.md")
	var own []*entity.Entity
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		e, _, _ := ReadEntity("content/entities/"+filepath.Base(f), b)
		own = append(own, e)
	}
	reg, _ := entity.NewRegister(own)
	articles, _ := filepath.Glob("../../content/articles/*.md")
	seen, proposed := 0, 0
	for _, f := range articles {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		m, _, _ := ReadHeader(f, b)
		if m.Date.Precision() != day.Exact {
			continue
		}
		seen++
		lines := slices.DeleteFunc(strings.Split(string(b), "\n"), func(l string) bool { return strings.HasPrefix(l, "date:") || strings.HasPrefix(l, "lastmod:") })
		d := undated(t, reg, strings.Join(lines, "\n"))
		if p := d.Proposed(); !p.IsZero() {
			proposed++
			t.Logf("%s: %s, %s", filepath.Base(f), p, Days(d))
			if !p.Contains(m.Date) {
				t.Errorf("%s is from %s, proposed was %s by %+v", f, m.Date, p, d.Clues)
			}
		}
	}
	t.Logf("%d articles, %d proposals", seen, proposed)
	if seen < 10 {
		t.Errorf("only %d articles have a date", seen)
	}
}

// DATED_TEXTS names files of lines {"dct" or "pub": day, "text" or "sentences"},
// as TimeBank's and Timeline17's are once converted: the day is hidden and looked
// for. They are not ours to ship.
func TestDatingOfNews(t *testing.T) {
	names := strings.Fields(os.Getenv("DATED_TEXTS"))
	if len(names) == 0 {
		t.Skip("DATED_TEXTS names no files of dated texts, so how often proposals are right is not measured")
	}
	reg, _ := entity.NewRegister(nil)
	env := Env{Register: reg, Tagger: ner.New(), Lang: "en"}
	all, right, single, likely, held := 0, 0, 0, 0, 0
	var widths []int
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		in := bufio.NewScanner(f)
		in.Buffer(nil, 16<<20)
		for in.Scan() {
			var d struct {
				ID, Dct, Pub, Text string
				Sentences          []string
			}
			if err := json.Unmarshal(in.Bytes(), &d); err != nil {
				t.Fatal(err)
			}
			truth, err := day.Parse(d.Dct + d.Pub)
			if err != nil || truth.Precision() != day.Exact {
				continue
			}
			all++
			body := d.Text + strings.Join(d.Sentences, "\n\n")
			dating := Read(Input{Path: "a.md", Src: []byte("---\ntitle: x\n---\n" + body)}, env).Dating(reg, nil)
			p := dating.Proposed()
			if p.IsZero() {
				continue
			}
			from, to := p.Bounds()
			widths = append(widths, int(to-from)+1)
			if from == to {
				single++
			}
			if n := len(dating.Likely); n > 0 && n <= 3 {
				likely++
				if at, _ := truth.Bounds(); slices.Contains(dating.Likely, at) {
					held++
				}
			}
			if p.Contains(truth) {
				right++
			} else {
				t.Logf("%s is from %s, proposed was %s", d.ID, truth, p)
			}
		}
		f.Close()
	}
	slices.Sort(widths)
	n := len(widths)
	if n == 0 {
		t.Fatalf("nothing was proposed for any of %d texts", all)
	}
	t.Logf("%d texts, %d proposals, %d right (%.1f %%), %d of a single day, median width %d days", all, n, right, 100*float64(right)/float64(n), single, widths[n/2])
	t.Logf("%d times three days or fewer were called likely, %d times the true one among them", likely, held)
	if right*100 < n*98 {
		t.Errorf("%d of %d proposals hold the true day, want at least 98 %%", right, n)
	}
}
