package roster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dateline/internal/diag"
	"dateline/internal/disk"
	"dateline/internal/entity"
	"dateline/internal/ner"
	"dateline/internal/sheet"
)

// folder makes a site with files, given as "path\ntext", and opens its roster.
func folder(t testing.TB, files ...string) (*os.Root, *Roster) {
	t.Helper()
	d, err := os.MkdirTemp("", "roster")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(d) })
	for _, f := range files {
		name, text, _ := strings.Cut(f, "\n")
		name = filepath.Join(d, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(d)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root, open(t, root)
}

func open(t testing.TB, root *os.Root) *Roster {
	t.Helper()
	r, err := Open(disk.In(root))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t testing.TB, root *os.Root, name string) string {
	t.Helper()
	b, err := root.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const (
	keeper = "content/entities/people/ann-holm.md\n---\nname: Ann Holm # as she signs\ntype: person\naliases:\n  - A. Holm # on posters\n  # more to come\nsameAs: [\"wikidata:Q1\"]\nborn: 1950\n---\n\nHer page.\n"
	double = "content/entities/anne-holm.md\n---\n# found twice\nname: Anne Holm\ntype: person\naliases: [Mrs Holm, A. Holm]\nnever: [Holm Street] # in Lund\nsameAs: [\"viaf:7\", \"wikidata:Q2\"]\nborn: 1951\ndied: 2001-02-03\nroles:\n  - {title: Mayor, of: Lund, when: 1990/1994}\n---\n\nAnother page.\n"
)

func TestMerge(t *testing.T) {
	root, r := folder(t, keeper, double)
	diags, err := r.Merge(r.Entity("anne-holm"), r.Entity("ann-holm"))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Commit(); err != nil {
		t.Fatal(err)
	}
	want := "---\nname: Ann Holm # as she signs\ntype: person\naliases:\n  - A. Holm # on posters\n  - Anne Holm\n  - Mrs Holm\n  # more to come\nsameAs: [\"wikidata:Q1\", viaf:7]\nborn: 1950\nnever: [Holm Street]\nroles:\n  - title: Mayor\n    of: Lund\n    when: 1990/1994\ndied: 2001-02-03\n---\n\nHer page.\n"
	if got := read(t, root, "content/entities/people/ann-holm.md"); got != want {
		t.Errorf("into\n%s\nwant\n%s", got, want)
	}
	want = "---\n# found twice\nname: Anne Holm\ntype: person\nnever: [Holm Street] # in Lund\nsameAs: [\"viaf:7\", \"wikidata:Q2\"]\nborn: 1951\nmergedInto: ann-holm\n---\n\nAnother page.\n"
	if got := read(t, root, "content/entities/anne-holm.md"); got != want {
		t.Errorf("from\n%s\nwant\n%s", got, want)
	}
	for _, code := range []string{"different-identifier", "different-value", "text-not-shown"} {
		if !has(diags, code) {
			t.Errorf("no %s among %v", code, diags)
		}
	}
	if _, err := r.Merge(r.Entity("anne-holm"), r.Entity("ann-holm")); err == nil {
		t.Error("merged twice")
	}
	if _, err := r.Merge(r.Entity("ann-holm"), r.Entity("anne-holm")); err == nil {
		t.Error("merged in a circle")
	}
}

func has(diags diag.List, code string) bool {
	for _, d := range diags {
		if d.Code == code {
			return true
		}
	}
	return false
}

// Whatever is merged, no name and no identifier is lost.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringMatching(`[A-Z][a-zé:#'" ,|-]{0,6}[a-z]`), 0, 4)
		draw := func(id string) *entity.Entity {
			return &entity.Entity{
				ID: id, Name: rapid.StringMatching(`[A-Z][a-z]{2,8}`).Draw(rt, "name"), Kind: ner.Person,
				Aliases: texts.Draw(rt, "aliases"), Ambiguous: texts.Draw(rt, "ambiguous"), Never: texts.Draw(rt, "never"), SameAs: texts.Draw(rt, "sameAs"),
			}
		}
		_, r := folder(t)
		a, b := draw("a"), draw("b")
		if rapid.Bool().Draw(rt, "with files") {
			if err := errors.Join(r.Create(a), r.Create(b)); err != nil {
				rt.Fatal(err)
			}
		}
		if _, err := r.Merge(a, b); err != nil {
			rt.Fatal(err)
		}
		is, was := r.Entity("b"), r.Entity("a")
		all := strings.Join(append(append(append(append([]string{is.Name}, is.Aliases...), is.Ambiguous...), is.Never...), is.SameAs...), "\n")
		for _, list := range [][]string{{a.Name, b.Name}, a.Aliases, b.Aliases, a.Ambiguous, b.Ambiguous, a.Never, b.Never, a.SameAs, b.SameAs} {
			for _, s := range list {
				if !strings.Contains(all, strings.TrimSpace(s)) && !strings.Contains(strings.Join(was.SameAs, "\n"), strings.TrimSpace(s)) {
					rt.Fatalf("%q is lost: %+v", s, is)
				}
			}
		}
		if was.MergedInto != "b" {
			rt.Fatalf("no tombstone: %+v", was)
		}
	})
}

func TestRename(t *testing.T) {
	root, r := folder(t, keeper)
	if err := r.Rename(r.Entity("ann-holm"), "ann-lund", "Ann Lund"); err != nil {
		t.Fatal(err)
	}
	if err := r.Commit(); err != nil {
		t.Fatal(err)
	}
	want := "---\nname: Ann Lund # as she signs\ntype: person\naliases:\n  - A. Holm # on posters\n  - Ann Holm\n  # more to come\nsameAs: [\"wikidata:Q1\"]\nborn: 1950\nredirects: [/entities/ann-holm/]\n---\n\nHer page.\n"
	if got := read(t, root, "content/entities/people/ann-lund.md"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := root.Stat("content/entities/people/ann-holm.md"); err == nil {
		t.Error("the old file is still there")
	}
	// And back.
	if err := r.Rename(r.Entity("ann-lund"), "ann-holm", ""); err != nil {
		t.Fatal(err)
	}
	if got := r.Entity("ann-holm").Redirects; len(got) != 1 || got[0] != "/entities/ann-lund/" {
		t.Errorf("redirects %v", got)
	}
}

// A file that somebody wrote meanwhile is not overwritten, and then nothing is.
func TestCommitRefuses(t *testing.T) {
	for name, meanwhile := range map[string]func(root *os.Root) error{
		"changed": func(root *os.Root) error {
			return root.WriteFile("content/entities/anne-holm.md", []byte("---\nname: X\ntype: person\n---\n"), 0o644)
		},
		"removed": func(root *os.Root) error { return root.Remove("content/entities/anne-holm.md") },
		"made": func(root *os.Root) error {
			return root.WriteFile("content/entities/new.md", []byte("mine"), 0o644)
		},
		"made where one moves": func(root *os.Root) error {
			return root.WriteFile("content/entities/people/moved.md", []byte("mine"), 0o644)
		},
	} {
		t.Run(name, func(t *testing.T) {
			root, r := folder(t, keeper, double)
			if err := r.Create(&entity.Entity{ID: "new", Name: "New One", Kind: ner.Person}); err != nil {
				t.Fatal(err)
			}
			if err := r.addTo(r.byID["anne-holm"], "aliases", []string{"X"}); err != nil {
				t.Fatal(err)
			}
			if err := r.Rename(r.Entity("ann-holm"), "moved", ""); err != nil {
				t.Fatal(err)
			}
			if err := meanwhile(root); err != nil {
				t.Fatal(err)
			}
			if err := r.Commit(); !errors.Is(err, ErrChanged) {
				t.Fatalf("got %v, want ErrChanged", err)
			}
			if _, text, _ := strings.Cut(keeper, "\n"); read(t, root, "content/entities/people/ann-holm.md") != text {
				t.Error("another file was written all the same")
			}
		})
	}
}

// Links out of the site are not followed.
func TestCommitStaysInside(t *testing.T) {
	outside := t.TempDir()
	root, _ := folder(t)
	if err := root.MkdirAll("content", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := root.Symlink(outside, "content/entities"); err != nil {
		t.Skip(err)
	}
	r, err := Open(disk.In(root))
	if err != nil {
		return // refused when it is read
	}
	if err := r.Create(&entity.Entity{ID: "new", Name: "New One", Kind: ner.Person}); err != nil {
		t.Fatal(err)
	}
	if err := r.Commit(); err == nil {
		t.Error("a file was written outside of the site")
	}
	if list, _ := os.ReadDir(outside); len(list) > 0 {
		t.Errorf("%v was written outside of the site", list)
	}
}

// table writes the entities of a roster as a table.
func table(r *Roster, sep byte) []byte {
	out := sheet.AppendRow([]byte(sheet.Mark), Head(), sep)
	for _, e := range r.Entities() {
		out = sheet.AppendRow(out, Row(e, Use{Status: "reviewed"}), sep)
	}
	return out
}

func nobody(string) *entity.Entity { return nil }

// A table that is written and read again changes no byte, whatever is in the files
// and whichever spreadsheet has saved it.
func TestTableRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		_, r := folder(t)
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[=+@'"-]{0,2}[A-Za-z;|,"\n ]{1,8}`), rapid.StringMatching(`[A-Z][a-z]{1,6}`))
		texts := rapid.SliceOfN(text, 0, 3)
		for _, id := range []string{"a", "b", "c"} {
			e := &entity.Entity{
				ID: id, Name: "N" + text.Draw(rt, "name"), Kind: ner.Kind(rapid.IntRange(int(ner.Person), int(ner.Thing)).Draw(rt, "kind")),
				Aliases: texts.Draw(rt, "aliases"), Never: texts.Draw(rt, "never"), SameAs: texts.Draw(rt, "sameAs"),
				Description: text.Draw(rt, "description"), PartOf: text.Draw(rt, "partOf"),
			}
			if rapid.Bool().Draw(rt, "located") {
				e.Coordinates = &entity.Point{Lat: rapid.Float64Range(-90, 90).Draw(rt, "lat"), Lon: rapid.Float64Range(-180, 180).Draw(rt, "lon")}
			}
			if err := r.Create(e); err != nil {
				rt.Fatal(err)
			}
		}
		for _, f := range r.files { // as if they had been read
			f.was, f.old = f.path, f.now
		}
		out := table(r, rapid.SampledFrom([]byte(",;\t")).Draw(rt, "separator"))
		if rapid.Bool().Draw(rt, "CR LF") {
			out = []byte(strings.ReplaceAll(string(out), "\n", "\r\n"))
		}
		counts, diags := r.Take("x.csv", out, TableOptions{Known: nobody, Clear: rapid.Bool().Draw(rt, "clear")})
		if w := r.Writes(); len(w) > 0 || counts.Same != 3 || len(diags) > 0 {
			for _, w := range w {
				rt.Logf("%s was\n%q\nis\n%q", w.Path, w.Old, w.New)
			}
			rt.Fatalf("%d files would be written, %+v, %v\n%q", len(w), counts, diags, out)
		}
	})
}

func TestTake(t *testing.T) {
	known := func(id string) *entity.Entity {
		if id == "paris" {
			return &entity.Entity{ID: "paris", Name: "Paris", Kind: ner.Place, SameAs: []string{"wikidata:Q90"}, Coordinates: &entity.Point{Lat: 48.85, Lon: 2.35}, Origin: entity.FromGazetteer}
		}
		return nil
	}
	for _, c := range []struct {
		name, table string
		clear       bool
		counts      Counts
		code        string // of a diagnostic; "" for none
		line        int
		file, want  string // a part of what a file says afterwards; want "" for no such file
	}{
		{"a cell is changed", "id,name,born\nann-holm,Ann Holm,1949-05-01\n", false, Counts{Changed: 1}, "", 0, "people/ann-holm.md", "born: 1949-05-01\n"},
		{"a list gets longer", "id;aliases\r\nann-holm;\"A. Holm | \"\"Holm; Ann\"\"\"\r\n", false, Counts{Changed: 1}, "", 0, "people/ann-holm.md", "  - A. Holm # on posters\n  - Holm; Ann\n  # more"},
		{"an empty cell leaves", "id,born\nann-holm,\n", false, Counts{Same: 1}, "", 0, "people/ann-holm.md", "born: 1950\n"},
		{"an empty cell clears", "id,born\nann-holm,\n", true, Counts{Changed: 1}, "", 0, "people/ann-holm.md", "sameAs: [\"wikidata:Q1\"]\n---"},
		{"a name cannot be cleared", "id,name\nann-holm,\n", true, Counts{Refused: 1}, "no-name", 2, "people/ann-holm.md", "name: Ann Holm #"},
		{"a new row", "name,type,description\nÉva Ærø,Person,\"=1+1\"\n", false, Counts{Made: 1}, "", 0, "eva-aero.md", "---\nname: Éva Ærø\ntype: person\ndescription: \"=1+1\"\n---\n"},
		{"without type", "name,type\nEva,\n", false, Counts{Refused: 1}, "no-type", 2, "eva.md", ""},
		{"a type misspelt", "name,type\nEva,persn\n", false, Counts{Refused: 1}, "unknown-value", 2, "eva.md", ""},
		{"a bad row among good ones", "id,name,type,born\nx,X One,person,11/12/1943\ny,Y One,person,1943\n", false, Counts{Made: 1, Refused: 1}, "bad-date", 2, "y.md", "born: 1943\n"},
		{"a bad id", "id,name,type\nX Y,X Y,person\n", false, Counts{Refused: 1}, "bad-id", 2, "x-y.md", ""},
		{"neither id nor name", "id,name,type\n,,person\n", false, Counts{Refused: 1}, "no-name", 2, "x.md", ""},
		{"an id out of the folder", "id,name,type\n../../x,X,person\n", false, Counts{Refused: 1}, "bad-id", 2, "../x.md", ""},
		{"twice", "id,name,type\nx,X One,person\nx,X Two,person\n", false, Counts{Made: 1, Refused: 1}, "entity-twice", 3, "x.md", "X One"},
		{"as the gazetteer has it", "id,name,type,sameAs,coordinates,status\nparis,Paris,place,wikidata:Q90,\"48,85; 2,35\",gazetteer\n", false, Counts{Same: 1}, "", 0, "paris.md", ""},
		{"another name for it", "id,name,status\nparis,Paris (France),gazetteer\n", false, Counts{Made: 1}, "", 0, "paris.md", "name: Paris (France)\ntype: place\nsameAs: [wikidata:Q90]\ncoordinates: [48.85, 2.35]\n"},
		{"looked at", "id,name,status\nparis,Paris,reviewed\n", false, Counts{Made: 1}, "", 0, "paris.md", "name: Paris\n"},
		{"no longer there", "id,name,type,status\nrome,Rome,place,unreviewed\n", false, Counts{Same: 1}, "no-longer-named", 2, "rome.md", ""},
		{"merged", "id,mergedInto\nanne-holm,ann-holm\n", false, Counts{Merged: 1}, "text-not-shown", 0, "anne-holm.md", "mergedInto: ann-holm"},
		{"merged into a new row", "id,name,type,mergedInto\nanne-holm,Anne Holm,person,x\nx,X One,person,\n", false, Counts{Made: 1, Merged: 1}, "text-not-shown", 0, "x.md", "Anne Holm"},
		{"merged into nobody", "id,mergedInto\nanne-holm,ann-hlm\n", false, Counts{Refused: 1}, "unknown-entity", 2, "anne-holm.md", "aliases: [Mrs"},
		{"a column misspelt", "id,alias,borm\nann-holm,A. Holm,1\n", false, Counts{Same: 1}, "unknown-column", 1, "people/ann-holm.md", "born: 1950"},
		{"too many cells", "id,description\nann-holm,one, two\n", false, Counts{Refused: 1}, "malformed-table", 2, "people/ann-holm.md", "born: 1950"},
		{"as an old spreadsheet saves it", "id;name;type\r\neva;\xc9va;person\r\n", false, Counts{Made: 1}, "encoding-guessed", 0, "eva.md", "name: Éva\n"},
		{"no head", "", false, Counts{Refused: 1}, "malformed-table", 0, "x.md", ""},
		{"an open quotation", "id,born\nann-holm,1949\nb,\"c\n", false, Counts{Changed: 1, Refused: 1}, "malformed-table", 3, "people/ann-holm.md", "born: 1949"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, r := folder(t, keeper, double)
			counts, diags := r.Take("x.csv", []byte(c.table), TableOptions{Known: known, Clear: c.clear})
			if counts != c.counts {
				t.Errorf("got %+v, want %+v: %v", counts, c.counts, diags)
			}
			if c.code == "" && len(diags) > 0 || c.code != "" && !has(diags, c.code) {
				t.Errorf("got %v, want the code %q", diags, c.code)
			}
			for _, d := range diags {
				if d.Code == c.code && c.line > 0 && (d.Line != c.line || d.File != "x.csv" || d.Hint == "" && d.Severity == diag.Error) {
					t.Errorf("got %+v, want it at x.csv:%d, with a hint", d, c.line)
				}
			}
			if err := r.Commit(); err != nil {
				t.Fatal(err)
			}
			got, err := root.ReadFile("content/entities/" + c.file)
			if (err == nil) != (c.want != "") || !strings.Contains(string(got), c.want) {
				t.Errorf("%s (%v):\n%s\nwant in it\n%s", c.file, err, got, c.want)
			}
		})
	}
}

// Whatever the table, what is not asked for stays: every file can still be read, ids
// are sound, and a second reading of the same table changes nothing more.
func FuzzTake(f *testing.F) {
	for _, s := range []string{"id,name,type\nx,X,person\n", "id;aliases;born\nann-holm;a|b;1950~\n", "name\ttype\tcoordinates\nA\tplace\t\"1; 2\"", "id,mergedInto\nanne-holm,ann-holm\nann-holm,anne-holm\n", "sep=;\nid;name\nann-holm;\"Ann\nHolm\"", "id,sameAs\nann-holm,\"'=x|'=y\""} {
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, src []byte, clear bool) {
		_, r := folder(t, keeper, double)
		_, diags := r.Take("x.csv", src, TableOptions{Known: nobody, Clear: clear})
		for _, d := range diags {
			if d.Code == "" || d.Message == "" {
				t.Fatalf("%+v", d)
			}
		}
		before := map[string]string{}
		for _, w := range r.Writes() {
			before[w.Path] = string(w.New)
			if !strings.HasPrefix(w.Path, "content/entities/") || strings.Contains(w.Path, "..") {
				t.Fatalf("%q would be written", w.Path)
			}
			if w.Verb == "update" && !strings.HasSuffix(string(w.New), "page.\n") {
				t.Fatalf("the page's text is gone:\n%s", w.New)
			}
		}
		for _, id := range r.IDs() {
			if r.Entity(id) == nil {
				t.Fatalf("%q cannot be read any more", id)
			}
		}
		r.Take("x.csv", src, TableOptions{Known: nobody, Clear: clear})
		for _, w := range r.Writes() {
			if before[w.Path] != string(w.New) {
				t.Fatalf("a second reading changes %s from\n%s\nto\n%s\n%q", w.Path, before[w.Path], w.New, src)
			}
		}
	})
}
