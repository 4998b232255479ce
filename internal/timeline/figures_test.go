package timeline

import (
	"fmt"
	"strings"
	"testing"

	"dateline/internal/day"
	"dateline/internal/prose"
)

func TestFigures(t *testing.T) {
	published, _ := day.Parse("2014-03-12")
	opt := Options{Published: published, News: true}
	for _, tt := range []struct{ text, want string }{
		{"Mayor Ann Lund said 1,429 people were killed in the ferry disaster on Monday.", "killed 1,429 (Ann Lund)"},
		{"On Monday Harbour Master Ib Dam said 12 sailors were killed.", "killed 12 (Harbour Master Ib Dam)"},
		{"On Monday the storm killed at least 355 people, according to the Red Cross.", "killed at least 355 (Red Cross)"},
		{"More than twenty passengers were injured and three were missing on Monday.", "injured more than twenty, missing three"},
		{"The death toll of Monday's fire rose to 27.", "killed 27"},
		{"The fire on 3 March killed a watchman and cost 400,000 crowns.", ""},
		{"On Monday 12.5 percent of the cows died, in a herd of 3,000 animals.", ""},
		{"Some 20,000 protesters came to the town hall on 3 March 2014.", "protesters some 20,000"},
		{"In 2013, on 3 March, nobody was killed.", ""},
		{"Some two dozen people died at the pier on 3 March 2014.", "killed some two dozen"},
		{"On 3 March 2014 two hundred thousand refugees crossed the river.", "refugees two hundred thousand"},
		{"On Monday, 14 days after the storm, 3 people died.", "killed 3"},
	} {
		a := prose.Analyse(prose.Raw(tt.text), nil)
		var names []Named
		for _, n := range []string{"Ann Lund", "Red Cross"} {
			if i := strings.Index(tt.text, n); i >= 0 {
				names = append(names, Named{Span: prose.Span{Start: i, End: i + len(n)}, ID: n})
			}
		}
		var got []string
		for _, e := range Events(a, Find(a, opt), names, opt) {
			for _, f := range e.Figures {
				s := f.Of + " " + f.Says
				if f.By != "" {
					s += fmt.Sprintf(" (%s)", f.By)
				}
				got = append(got, s)
			}
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s\n\tgives %q, want %q", tt.text, strings.Join(got, ", "), tt.want)
		}
	}
}
