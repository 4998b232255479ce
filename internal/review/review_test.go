package review

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"dateline/internal/build"
	"dateline/internal/disk"
	"dateline/internal/notes"
	"dateline/static"
	"dateline/templates"
)

const (
	articlePath = "content/articles/ferry.md"
	notesPath   = "content/articles/ferry.notes.jsonl"
	ferry       = `---
title: The ferry
date: 2020-03-05
highlights: [Anna Holm opposes the bridge]
---
Anna Holm spoke in Lima yesterday. Nobody heard Holm, and the “old quay” was closed.

On 3 March 2020 Bert Quist left Lima. Holm stayed, said Quist, for Lima needs her.

Later Dora Quist and Bert Quist argued; Quist won.
`
)

var files = map[string]string{
	articlePath:             ferry,
	"content/site.yaml":     "title: Harbour news\nbaseURL: https://example.org/\n",
	"content/about.md":      "---\ntitle: About\n---\nNothing.\n",
	"content/entities/x.md": "---\nname: Anna Holm\ntype: person\naliases: [the captain]\n---\n",
}

// harbour is a site on disk with a desk for it.
type harbour struct {
	t    testing.TB
	dir  string
	root *os.Root
	desk *Desk
}

func newSite(t testing.TB, dir string) *harbour {
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &harbour{t, dir, root, New(Options{Root: disk.In(root), By: "anna", Today: func() string { return "2026-02-01" }})}
	s.build()
	return s
}

func write(t testing.TB, name, text string) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s *harbour) build() {
	b := build.NewBuilder("test", build.NewMemory(nil), 2)
	out, err := b.Build(s.t.Context(), build.Input{Site: s.root.FS(), Templates: templates.FS, Static: static.FS, Marks: Marks})
	if err != nil {
		s.t.Fatal(err)
	}
	s.desk.Show(out)
}

func (s *harbour) notes() string {
	data, err := os.ReadFile(filepath.Join(s.dir, notesPath))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	return string(data)
}

func (s *harbour) state() *State {
	s.t.Helper()
	st, err := s.desk.Article(articlePath)
	if err != nil {
		s.t.Fatal(err)
	}
	return st
}

// item returns the n-th annotation of words.
func (s *State) item(exact string, n int) *Item {
	for i := range s.Items {
		if s.Items[i].Exact == exact {
			if n--; n == 0 {
				return &s.Items[i]
			}
		}
	}
	return &Item{State: "missing"}
}

func (s *harbour) decide(c Change) (*State, *Undo, error) {
	st := s.state()
	c.Path, c.Article, c.Notes = articlePath, st.Article, st.Notes
	return s.desk.Decide(c)
}

func on(it *Item, status, entity string) Verdict {
	return Verdict{Kind: it.Kind, Status: status, Entity: entity, Start: it.Start, End: it.End}
}

func TestDecisionsAreWrittenAndTakenBack(t *testing.T) {
	s := newSite(t, t.TempDir())
	st := s.state()
	if st.Undecided == 0 || st.Decided != 0 || st.Notes != "" {
		t.Fatalf("%+v", st)
	}
	if rows := s.desk.Articles(); len(rows) != 1 || rows[0].Undecided != st.Undecided {
		t.Errorf("the list says %+v, the article %d", rows, st.Undecided)
	}
	holm := st.item("Holm", 1)
	next, undo, err := s.decide(Change{Add: []Verdict{on(holm, notes.Accepted, "x")}})
	if err != nil {
		t.Fatal(err)
	}
	if got := next.item("Holm", 1); got.State != "accepted" || got.Entity.Name != "Anna Holm" || next.Decided != 1 || next.Undecided != st.Undecided-1 {
		t.Errorf("%+v", got)
	}
	const want = `"kind":"mention","status":"accepted","entity":"x","exact":"Holm","prefix":"in Lima yesterday. Nobody heard ","suffix":", and the “old quay” was closed.","start":77,"by":"anna","at":"2026-02-01"}` + "\n"
	if got := s.notes(); !strings.HasPrefix(got, `{"id":"m`) || !strings.HasSuffix(got, want) {
		t.Errorf("got  %swant …%s", got, want)
	}
	again, back, err := s.decide(Change{Add: []Verdict{on(holm, notes.Rejected, "x")}})
	if err != nil || strings.Count(s.notes(), "\n") != 1 || again.item("Holm", 1).State != "rejected" {
		t.Fatalf("a rejection takes the place of what it contradicts: %v\n%s", err, s.notes())
	}
	if _, _, err := s.decide(Change{Remove: back.Remove, Restore: back.Restore}); err != nil || !strings.HasSuffix(s.notes(), want) {
		t.Fatalf("taken back: %v\n%s", err, s.notes())
	}
	if _, _, err := s.decide(Change{Remove: undo.Remove, Restore: undo.Restore}); err != nil || s.notes() != "" {
		t.Fatalf("taken back: %v\n%s", err, s.notes())
	}
	if _, err := os.Stat(filepath.Join(s.dir, notesPath)); !errors.Is(err, os.ErrNotExist) {
		t.Error("the empty file is still there")
	}
}

func TestTimes(t *testing.T) {
	s := newSite(t, t.TempDir())
	day := s.state().item("yesterday", 1)
	if day.Kind != notes.Time || day.Value != "2020-03-04" {
		t.Fatalf("%+v", day)
	}
	v := on(day, notes.Accepted, "")
	v.Value = "2020-03-03"
	st, _, err := s.decide(Change{Add: []Verdict{v}})
	if got := st.item("yesterday", 1); err != nil || got.State != "accepted" || got.Value != "2020-03-03" {
		t.Errorf("%+v, %v", got, err)
	}
	v.Value = "soon"
	if _, _, err := s.decide(Change{Add: []Verdict{v}}); !errors.Is(err, ErrRequest) {
		t.Errorf("a value that is no date: %v", err)
	}
	if st, _, err = s.decide(Change{Add: []Verdict{on(day, notes.Rejected, "")}}); err != nil || st.item("yesterday", 1).State != "rejected" {
		t.Errorf("%v %s", err, s.notes())
	}
}

func TestSelectedWords(t *testing.T) {
	s := newSite(t, t.TempDir())
	st := s.state()
	for _, c := range []struct{ block, before, words, want string }{
		{"p1", "Anna Holm spoke in Lima yesterday. Nobody heard Holm, and the “", "old quay”", "old quay"},
		{"p1", "Anna Holm spoke in Lima yesterday. Nobody heard Holm, and the ", "“old quay” was", "old quay” was"},
		{"h1", "Anna Holm opposes the ", "bridge", "bridge"},
		{"p2", "On 3 March 2020 Bert Quist left Lima. Holm stayed, said Quist, for ", "Lima", "Lima"},
		{"p2", "", "bridge", ""},
		{"p9", "", "Lima", ""},
		{"p2", "On 3 March 2020 Bert Qui", "st left", ""},
		{"../p2", "", "Lima", ""},
		{"p1", "", "", ""},
	} {
		it, err := s.desk.Selected(Selection{Path: articlePath, Article: st.Article, Block: c.block, Before: c.before, Words: c.words})
		if (err == nil) != (c.want != "") || it.Exact != c.want {
			t.Errorf("%+v: %q, %v", c, it.Exact, err)
		}
		if err == nil && c.want == "Lima" && it.Start != st.item("Lima", 3).Start {
			t.Errorf("%+v is another Lima", it)
		}
	}
	it, err := s.desk.Selected(Selection{Path: articlePath, Article: st.Article, Block: "p1", Before: "Anna Holm spoke in Lima yesterday. Nobody heard Holm, and the “", Words: "old quay"})
	if err != nil {
		t.Fatal(err)
	}
	next, _, err := s.decide(Change{Add: []Verdict{on(&it, notes.Accepted, "old-quay")}})
	if got := next.item("old quay", 1); err != nil || got.State != "accepted" || got.Entity.ID != "old-quay" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Nothing that somebody else wrote is lost.
// S-J09.
func TestConflicts(t *testing.T) {
	s := newSite(t, t.TempDir())
	st := s.state()
	mine := Change{Path: articlePath, Article: st.Article, Notes: st.Notes, Add: []Verdict{on(st.item("Lima", 1), notes.Rejected, "")}}
	theirs := Change{Path: articlePath, Article: st.Article, Notes: st.Notes, Add: []Verdict{on(st.item("Lima", 2), notes.Rejected, "")}}
	if _, _, err := s.desk.Decide(theirs); err != nil {
		t.Fatal(err)
	}
	was := s.notes()
	_, _, err := s.desk.Decide(mine)
	var c *Conflict
	if !errors.As(err, &c) || c.What != "notes" || len(c.Yours) != 1 || len(c.Theirs) != 1 || c.Theirs[0]+"\n" != was || s.notes() != was {
		t.Fatalf("%v %+v", err, c)
	}
	mine.Notes = c.State.Notes
	if _, _, err := s.desk.Decide(mine); err != nil || strings.Count(s.notes(), "\n") != 2 {
		t.Errorf("after the conflict: %v\n%s", err, s.notes())
	}
	write(t, filepath.Join(s.dir, articlePath), strings.Replace(ferry, "spoke", "talked", 1))
	was = s.notes()
	st = s.state()
	if _, _, err = s.desk.Decide(Change{Path: articlePath, Article: mine.Article, Notes: st.Notes, Add: mine.Add}); !errors.As(err, &c) || c.What != "article" || s.notes() != was {
		t.Errorf("a changed article: %v", err)
	}
}

// S-J08: nothing outside of the articles is written, whatever path or id is asked for.
func TestRefused(t *testing.T) {
	s := newSite(t, t.TempDir())
	st := s.state()
	lima := on(st.item("Lima", 1), notes.Accepted, "lima")
	with := func(f func(*Verdict)) Change {
		v := lima
		f(&v)
		return Change{Add: []Verdict{v}}
	}
	for name, c := range map[string]Change{
		"an id that climbs":     with(func(v *Verdict) { v.Entity = "../../x" }),
		"no entity":             with(func(v *Verdict) { v.Entity = "" }),
		"a kind of its own":     with(func(v *Verdict) { v.Kind = "colour" }),
		"a kind of other tools": with(func(v *Verdict) { v.Kind = notes.Quote }),
		"no status":             with(func(v *Verdict) { v.Status = "" }),
		"beyond the text":       with(func(v *Verdict) { v.End = 1 << 30 }),
		"before the text":       with(func(v *Verdict) { v.Start = -1 }),
		"no words":              with(func(v *Verdict) { v.End = v.Start }),
		"half of a character": with(func(v *Verdict) {
			v.Start = strings.Index("Anna Holm opposes the bridge\n"+ferry[strings.Index(ferry, "Anna Holm spoke"):], "“") + 1
			v.End = v.Start + 4
		}),
		"a line that is none":    {Restore: []string{"{}"}},
		"too many":               {Remove: make([]string, maxVerdicts+1)},
		"a line with a line end": {Restore: []string{"{\"id\":\"a\",\n\"kind\":\"mention\"}"}},
	} {
		if _, _, err := s.decide(c); !errors.Is(err, ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, p := range []string{"content/about.md", "content/site.yaml", "../ferry.md", "content/articles/../articles/ferry.md", "/etc/passwd", "", "content/articles/none.md"} {
		if _, _, err := s.desk.Decide(Change{Path: p, Add: []Verdict{lima}}); err == nil {
			t.Errorf("%q was decided on", p)
		}
	}
	if s.notes() != "" {
		t.Errorf("something was written: %s", s.notes())
	}
	outside := filepath.Join(t.TempDir(), "outside")
	write(t, outside, "precious\n")
	if err := os.Symlink(outside, filepath.Join(s.dir, notesPath)); err != nil {
		t.Skip(err)
	}
	_, _, err := s.desk.Decide(Change{Path: articlePath, Article: st.Article, Notes: st.Notes, Add: []Verdict{lima}})
	if got, _ := os.ReadFile(outside); err == nil || string(got) != "precious\n" {
		t.Errorf("through a symbolic link: %v, %q", err, got)
	}
}

func TestSearch(t *testing.T) {
	s := newSite(t, t.TempDir())
	for _, c := range []struct{ words, first, last string }{
		{"anna", "x", "anna"},
		{"holm", "x", "holm"},
		{"Ana Homl", "x", "ana-homl"},
		{"the captain", "x", "the-captain"},
		{"lima", "lima", "lima"},
		{"Old Quay", "old-quay", "old-quay"},
		{"", "", ""},
		{"…", "", ""},
	} {
		got := s.desk.Search(c.words)
		first, last := "", ""
		if len(got) > 0 {
			first, last = got[0].ID, got[len(got)-1].ID
		}
		if first != c.first || last != c.last {
			list, _ := json.Marshal(got)
			t.Errorf("%q: %s", c.words, list)
		}
	}
}

// Any decisions leave a file that says them, in order, and that git merges by line with
// another made from the same beginning.
func TestAnyDecisions(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	s := newSite(t, t.TempDir())
	rapid.Check(t, func(t *rapid.T) {
		os.Remove(filepath.Join(s.dir, notesPath))
		steps := rapid.IntRange(1, 8).Draw(t, "steps")
		want := map[string]string{}
		for range steps {
			st := s.state()
			it := rapid.SampledFrom(st.Items).Draw(t, "item")
			v := Verdict{Kind: it.Kind, Status: rapid.SampledFrom([]string{notes.Accepted, notes.Rejected}).Draw(t, "status"), Start: it.Start, End: it.End, Value: "2020"}
			if it.Kind == notes.Mention {
				v.Entity, v.Value = rapid.SampledFrom([]string{"x", "lima", "somebody-new"}).Draw(t, "entity"), ""
			}
			before := s.notes()
			next, undo, err := s.decide(Change{Add: []Verdict{v}})
			if err != nil {
				t.Fatal(err)
			}
			if rapid.Bool().Draw(t, "undo") {
				if _, _, err := s.decide(Change{Remove: undo.Remove, Restore: undo.Restore}); err != nil || s.notes() != before {
					t.Fatalf("undone: %v\n%swas\n%s", err, s.notes(), before)
				}
				continue
			}
			want[it.Key] = v.Status
			got := next.Items[slices.IndexFunc(next.Items, func(i Item) bool { return i.Key == it.Key })]
			if v.Status == notes.Accepted && (got.State != "accepted" || it.Kind == notes.Mention && got.Entity.ID != v.Entity) || len(got.Notes) == 0 {
				t.Fatalf("decided %+v, got %+v", v, got)
			}
		}
		list, diags := notes.Parse(notesPath, []byte(s.notes()))
		if len(diags) > 0 || len(want) > 0 && len(list) == 0 {
			t.Fatalf("%v\n%s", diags, s.notes())
		}
		for i := range list {
			if i > 0 && list[i].Start < list[i-1].Start {
				t.Fatalf("not in order:\n%s", s.notes())
			}
		}
		st := s.state()
		for key, status := range want {
			it := st.Items[slices.IndexFunc(st.Items, func(i Item) bool { return i.Key == key })]
			if status == notes.Accepted && it.State != "accepted" {
				t.Fatalf("%s is %s\n%s", key, it.State, s.notes())
			}
		}
	})
}

// Two people decide on different names, each in a copy: git puts both together.
func TestGitMergesLines(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	s := newSite(t, t.TempDir())
	names := func(want ...string) (out []Verdict) {
		st := s.state()
		for _, w := range want {
			exact, n, _ := strings.Cut(w, "/")
			out = append(out, on(st.item(exact, len(n)), notes.Rejected, ""))
		}
		return out
	}
	step := func(vs []Verdict) string {
		if _, _, err := s.decide(Change{Add: vs}); err != nil {
			t.Fatal(err)
		}
		return s.notes()
	}
	base := step(names("Anna Holm/11", "Lima/11", "Dora Quist/1"))
	ours := step(names("Holm/1"))
	write(t, filepath.Join(s.dir, notesPath), base)
	theirs := step(names("Bert Quist/11"))
	dir := t.TempDir()
	for name, text := range map[string]string{"base": base, "ours": ours, "theirs": theirs} {
		write(t, filepath.Join(dir, name), text)
	}
	cmd := exec.Command("git", "merge-file", "-p", "ours", "base", "theirs")
	cmd.Dir = dir
	merged, err := cmd.Output()
	if err != nil {
		t.Fatalf("git: %v\n%s", err, merged)
	}
	list, diags := notes.Parse("merged", merged)
	if len(list) != 5 || len(diags) > 0 {
		t.Errorf("%d decisions, %v\n%s", len(list), diags, merged)
	}
}

// The page of an article has a mark for everything that can be decided, and a built site
// has none.
func TestMarks(t *testing.T) {
	s := newSite(t, t.TempDir())
	page, err := s.desk.output().ReadFile("articles/ferry/index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range s.state().Items {
		if n := strings.Count(string(page), `data-rv="`+it.Key+`"`); n != 1 {
			t.Errorf("%s (%s) has %d marks", it.Key, it.Exact, n)
		}
	}
	src := fstest.MapFS{}
	for name, text := range files {
		src[name] = &fstest.MapFile{Data: []byte(text)}
	}
	out, err := build.NewBuilder("test", build.NewMemory(nil), 2).Build(t.Context(), build.Input{Site: src, Templates: templates.FS, Static: static.FS})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range out.Paths() {
		if data, err := out.ReadFile(p); err != nil || strings.Contains(string(data), "data-rv") || strings.Contains(string(data), "_dateline") {
			t.Errorf("%s: %v, or it can be reviewed", p, err)
		}
	}
}
