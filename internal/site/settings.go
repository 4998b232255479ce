package site

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
	"dateline/internal/frontmatter"
	"dateline/internal/markdown"
)

// Settings is content/site.yaml, understood.
type Settings struct {
	Title       string
	Description string
	Language    string        // BCP 47; "en" when not set
	BaseURL     addr.Absolute // "https://example.org/repo/", with the trailing slash; may be empty
	Author      string
	Copyright   string
	Image       string // a picture that stands for the site, as an address of it or beside site.yaml; may be empty
	Link        string // first | section | all | none; "section" when not set
	Paginate    int    // articles on a list page; 100 when not set
	Menu        []MenuItem
	CNAME       string // the site's own domain on GitHub Pages

	// Publish is how sure a link that nobody has reviewed must be to be published,
	// from 0 to 1.
	Publish float32

	// Outputs are the forms in which timeline, articles and places are published beside their pages,
	// by the names that package export gives them.
	Outputs []string

	// ImportReports says that the pages of imported articles tell how they came
	// to be, from NAME.import.json.
	ImportReports bool
	NoSearch      bool // the site has no search page

	// Cards says that a picture is drawn for each article and entity, which stands
	// for it where it is shared.
	Cards bool

	Pictures []int // how wide the smaller copies of pictures are, in pixels; DefaultPictures when it is not set

	Theme string // colours and fonts, as a rule of the style sheet; "" changes none

	Reconcile Reconcile // whom 'dateline entity reconcile' asks

	Params map[string]any
}

// Reconcile is a service that knows identifiers of entities. Dateline knows the words
// of some; what is set here wins.
type Reconcile struct {
	Service    string            // its address; "" asks nobody
	Scheme     string            // of its identifiers in sameAs: "wikidata"
	Types      map[string]string // its types, by those of entities
	Properties map[string]string // its properties, by the keys born, died, founded and coordinates
}

// DefaultPublish is Settings.Publish when it is not set.
const DefaultPublish = 0.6

// DefaultPictures is Settings.Pictures when it is not set.
var DefaultPictures = []int{480, 960, 1440}

// MenuItem is an entry of the site's menu.
type MenuItem struct {
	Name string
	URL  string // an address of the site ("/docs/") or another host's
}

var settingKeys = []string{"title", "description", "language", "baseURL", "author", "copyright", "image", "link", "paginate", "menu", "cname", "outputs", "importReports", "search", "cards", "pictures", "reconcile", "annotations", "theme", "params"}

// ReadSettings reads content/site.yaml. What is not set has its usual value.
func ReadSettings(file string, src []byte) (Settings, diag.List) {
	s := Settings{Title: "A site without a title", Language: "en", Link: "section", Paginate: 100, Publish: DefaultPublish, Pictures: DefaultPictures}
	fields, diags := frontmatter.Parse(file, src)
	bad := func(v frontmatter.Value, code, format string, args ...any) *diag.Diagnostic {
		diags = append(diags, diag.At(diag.Error, code, file, src, v.Start, v.End, format, args...))
		return &diags[len(diags)-1]
	}
	for _, f := range fields {
		text := func() string {
			if f.Value.Kind == frontmatter.List || f.Value.Kind == frontmatter.Map {
				bad(f.Value, "wrong-type", "%q is not text", f.Key)
				return ""
			}
			s := strings.TrimSpace(f.Value.Text)
			c := markdown.Clean(s)
			if len(c) == len(s) { // line breaks at the most
				return s
			}
			d := bad(f.Value, "control-character", "control or direction characters in %q are left out", c)
			d.Severity, d.Hint = diag.Warning, "type it anew"
			return c
		}
		switch frontmatter.Fold(f.Key) {
		case "title":
			s.Title = text()
		case "description":
			s.Description = text()
		case "language", "lang", "languagecode", "defaultcontentlanguage":
			s.Language = text()
		case "baseurl":
			u, err := ParseBase(text())
			if err != nil {
				bad(f.Value, "bad-url", "%q: %v", text(), err).Hint = "write the whole address, such as https://example.org/repo/"
			}
			s.BaseURL = u
		case "author":
			s.Author = text()
		case "copyright":
			s.Copyright = text()
		case "image":
			s.Image = text()
		case "link":
			if s.Link = text(); !slices.Contains([]string{"first", "section", "all", "none"}, s.Link) {
				bad(f.Value, "unknown-value", "%q is not a value of %q", s.Link, f.Key).Hint = "write first, section, all or none"
				s.Link = "section"
			}
		case "paginate":
			n, err := strconv.Atoi(text())
			if err != nil || n < 1 || n > 10000 {
				bad(f.Value, "wrong-type", "%q is not a number of rows from 1 to 10000", text())
				continue
			}
			s.Paginate = n
		case "menu":
			s.Menu = menu(f.Value, bad)
		case "cname":
			s.CNAME = text()
			if strings.ContainsAny(s.CNAME, "/: \n") {
				bad(f.Value, "bad-cname", "%q is not a host name", s.CNAME).Hint = "write the name alone, such as www.example.org"
				s.CNAME = ""
			}
		case "outputs":
			s.Outputs = outputs(f.Value, bad)
		case "importreports":
			s.ImportReports = truth(f, false, bad)
		case "cards":
			s.Cards = truth(f, false, bad)
		case "annotations":
			s.Publish = publish(f.Value, bad)
		case "pictures":
			s.Pictures = pictures(f.Value, bad)
		case "theme":
			s.Theme = theme(f.Value, bad)
		case "search":
			s.NoSearch = !truth(f, true, bad)
		case "reconcile":
			s.Reconcile = reconciling(f.Value, bad)
		case "params":
			if f.Value.Kind != frontmatter.Map {
				bad(f.Value, "wrong-type", "%q is not a map", f.Key)
				continue
			}
			s.Params = f.Value.Plain().(map[string]any)
		default:
			diags = append(diags, diag.At(diag.Warning, "unknown-key", file, src, f.Start, f.Start+len(f.Key), "unknown key %q", f.Key))
			if guess := diag.Nearest(f.Key, settingKeys); guess != "" {
				diags[len(diags)-1].Hint = fmt.Sprintf("did you mean %q?", guess)
			} else {
				diags[len(diags)-1].Hint = "put values of your own under params:"
			}
		}
	}
	if s.Language == "" {
		s.Language = "en"
	}
	return s, diags
}

// truth reads true or false, and usual for what is neither.
func truth(f frontmatter.Field, usual bool, bad func(frontmatter.Value, string, string, ...any) *diag.Diagnostic) bool {
	on, ok := f.Value.AsBool()
	if !ok {
		bad(f.Value, "wrong-type", "%q is neither true nor false", f.Key).Hint = "write true or false"
		return usual
	}
	return on
}

// publish reads annotations: {publish: 0.9}.
func publish(v frontmatter.Value, bad func(frontmatter.Value, string, string, ...any) *diag.Diagnostic) float32 {
	out := float32(DefaultPublish)
	if v.Kind != frontmatter.Map {
		bad(v, "wrong-type", "the annotations are not a map").Hint = "write {publish: 0.9}"
		return out
	}
	for _, f := range v.Map {
		if frontmatter.Fold(f.Key) != "publish" {
			bad(f.Value, "unknown-key", "unknown key %q in annotations", f.Key).Hint = "the key is publish"
			continue
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(f.Value.Text), 32)
		if err != nil || !(x >= 0 && x <= 1) {
			bad(f.Value, "wrong-type", "%q is not a number from 0 to 1", f.Value.Text).Hint = "write how sure a link must be to be published before anybody has reviewed it, such as 0.9"
			continue
		}
		out = float32(x)
	}
	return out
}

// pictures reads pictures: [480, 960], or false for none.
func pictures(v frontmatter.Value, bad func(frontmatter.Value, string, string, ...any) *diag.Diagnostic) []int {
	const narrowest, widest, most = 64, 8192, 8
	if on, ok := v.AsBool(); ok {
		if on {
			return DefaultPictures
		}
		return nil
	}
	var out []int
	for _, e := range v.List {
		n, err := strconv.Atoi(strings.TrimSpace(e.Text))
		if err != nil || n < narrowest || n > widest || len(out) == most {
			bad(e, "wrong-type", "%q is not one of at most %d widths from %d to %d pixels", e.Text, most, narrowest, widest).Hint = "write [480, 960, 1440]"
			continue
		}
		out = append(out, n)
	}
	if v.Kind != frontmatter.List {
		bad(v, "wrong-type", "%q is neither a list of widths nor false", v.Text).Hint = "write [480, 960, 1440]"
		return DefaultPictures
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// reconciling reads whom to ask for identifiers.
func reconciling(v frontmatter.Value, bad func(frontmatter.Value, string, string, ...any) *diag.Diagnostic) Reconcile {
	var r Reconcile
	if v.Kind != frontmatter.Map {
		bad(v, "wrong-type", "%q is not a map", "reconcile").Hint = "write it as {service: https://wikidata.reconci.link/en/api}"
		return r
	}
	words := func(f frontmatter.Field, known ...string) map[string]string {
		out := map[string]string{}
		if f.Value.Kind != frontmatter.Map {
			bad(f.Value, "wrong-type", "%q is not a map", f.Key)
		}
		for _, w := range f.Value.Map {
			if !slices.Contains(known, w.Key) || w.Value.Kind >= frontmatter.List {
				d := bad(w.Value, "unknown-key", "unknown key %q in %s", w.Key, f.Key)
				if d.Hint = "the keys are " + strings.Join(known, ", "); diag.Nearest(w.Key, known) != "" {
					d.Hint = fmt.Sprintf("did you mean %q?", diag.Nearest(w.Key, known))
				}
				continue
			}
			out[w.Key] = strings.Clone(w.Value.Text)
		}
		return out
	}
	for _, f := range v.Map {
		switch frontmatter.Fold(f.Key) {
		case "service":
			if r.Service = addr.Web(f.Value.Text); r.Service == "" {
				bad(f.Value, "bad-url", "%q is not the address of a service", f.Value.Text).Hint = "write the whole address, such as https://wikidata.reconci.link/en/api"
			}
		case "scheme":
			r.Scheme = strings.Clone(f.Value.Text)
			if strings.Trim(r.Scheme, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
				bad(f.Value, "unknown-value", "%q cannot stand before identifiers", r.Scheme).Hint = "write small letters, such as wikidata"
				r.Scheme = ""
			}
		case "types":
			r.Types = words(f, "person", "place", "organisation", "event", "work", "group", "thing")
		case "properties":
			r.Properties = words(f, "born", "died", "founded", "coordinates")
		default:
			bad(f.Value, "unknown-key", "unknown key %q in reconcile", f.Key).Hint = "the keys are service, scheme, types and properties"
		}
	}
	return r
}

// OutputForms are the values of "outputs".
var OutputForms = []string{"bibtex", "brat", "csl", "csv", "geojson", "ics", "jsonld", "markdown", "ntriples", "tei", "text", "timelinejs", "w3c"}

// outputs reads a list of forms, or one of them alone; each counts once.
func outputs(v frontmatter.Value, bad func(frontmatter.Value, string, string, ...any) *diag.Diagnostic) []string {
	list := v.List
	if v.Kind != frontmatter.List {
		list = []frontmatter.Value{v}
	}
	var out []string
	for _, e := range list {
		name := strings.ToLower(strings.TrimSpace(e.Text))
		if !slices.Contains(OutputForms, name) {
			d := bad(e, "unknown-value", "%q is not a form of output", e.Text)
			if d.Hint = "the forms are " + strings.Join(OutputForms, ", "); diag.Nearest(name, OutputForms) != "" {
				d.Hint = fmt.Sprintf("did you mean %q?", diag.Nearest(name, OutputForms))
			}
			continue
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func menu(v frontmatter.Value, bad func(frontmatter.Value, string, string, ...any) *diag.Diagnostic) []MenuItem {
	var out []MenuItem
	if v.Kind != frontmatter.List {
		bad(v, "wrong-type", "the menu is not a list").Hint = "write each entry as {name: People, url: /people/}"
		return nil
	}
	for _, e := range v.List {
		var it MenuItem
		for _, f := range e.Map {
			switch frontmatter.Fold(f.Key) {
			case "name", "title":
				it.Name = markdown.Clean(f.Value.Text)
			case "url":
				it.URL = f.Value.Text
			default:
				bad(f.Value, "unknown-key", "unknown key %q in menu", f.Key).Hint = "the keys are name and url"
			}
		}
		lower := strings.ToLower(it.URL)
		if it.Name == "" || !strings.HasPrefix(it.URL, "/") && !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") {
			bad(e, "bad-menu", "an entry of the menu has no name, or no address that begins with / or https://").Hint = "write it as {name: People, url: /people/}"
			continue
		}
		out = append(out, it)
	}
	return out
}

// ParseBase reads a base URL, as in site.yaml and --base-url.
func ParseBase(s string) (addr.Absolute, error) {
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", fmt.Errorf("not an address: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("a base address has http or https, a host and a path, and nothing else")
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/"
	return addr.Absolute(u.String()), nil
}
