package render

import (
	"strings"
	"testing"

	"dateline/internal/site"
)

func TestPagesAreSharedWithThePictureOfTheSite(t *testing.T) {
	s, _ := town(t, "https://example.org/town/", nil)
	_, r := town(t, "https://example.org/town/", func(o *Options) { o.Site.Settings.Image = "articles/chart.png" })
	for _, p := range s.Pages {
		if p.Kind == site.Redirect {
			continue
		}
		b, _, err := r.Append(nil, r.opt.Site.PageAt(p.URL))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(b), `property="og:image"`); n != 1 {
			t.Errorf("%s has %d pictures to be shared with", p.URL, n)
		}
	}
	home, _, _ := r.Append(nil, r.opt.Site.PageAt("/"))
	if !strings.Contains(string(home), `<meta property="og:image" content="https://example.org/town/articles/chart.png">`) {
		t.Error("the home page is not shared with the picture of the site")
	}
}
