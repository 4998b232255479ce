package intake

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dateline/internal/disk"
	"dateline/internal/importer"
	"dateline/internal/unpack"
)

// desk is a site whose articles are imported.
type desk struct {
	*testing.T
	dir string
}

func newDesk(t *testing.T) *desk { return &desk{t, t.TempDir()} }

// in imports a source, in a run of its own, and checks what becomes of it.
func (d *desk) in(name, text string, want Action, file string) Result {
	d.Helper()
	return d.put(d.draft(name, text), Options{}, want, file)
}

func (d *desk) draft(name, text string) *importer.Draft {
	d.Helper()
	draft, diags := importer.Import(name, []byte(text), importer.Options{})
	if draft == nil {
		d.Fatalf("%s is refused: %v", name, diags)
	}
	return draft
}

func (d *desk) put(draft *importer.Draft, opt Options, want Action, file string) Result {
	d.Helper()
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		d.Fatal(err)
	}
	defer root.Close()
	f, diags, err := Open(disk.In(root), "content/articles", opt)
	if err != nil || len(diags) > 0 {
		d.Fatal(err, diags)
	}
	res, err := f.Put(draft)
	if err != nil {
		d.Fatal(err)
	}
	if res.Action != want || path.Base(res.File) != file && !strings.HasSuffix(res.File, "/"+file) {
		d.Fatalf("%s: %s %s, want %s %s\n%v", draft.Source.Name, res.Action, res.File, want, file, res.Diags)
	}
	return res
}

func (d *desk) path(name string) string { return filepath.Join(d.dir, "content/articles", name) }

func (d *desk) read(name string) string {
	d.Helper()
	b, err := os.ReadFile(d.path(name))
	if err != nil {
		d.Fatal(err)
	}
	return string(b)
}

func (d *desk) write(name, text string) {
	d.Helper()
	if err := os.MkdirAll(filepath.Dir(d.path(name)), 0o755); err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(d.path(name), []byte(text), 0o644); err != nil {
		d.Fatal(err)
	}
}

// edit replaces words of an article by hand.
func (d *desk) edit(name, from, to string) {
	d.Helper()
	was := d.read(name)
	if !strings.Contains(was, from) {
		d.Fatalf("%s has no %q:\n%s", name, from, was)
	}
	d.write(name, strings.Replace(was, from, to, 1))
}

// listed is what lies in the folder.
func (d *desk) listed() []string {
	d.Helper()
	var out []string
	entries, err := os.ReadDir(d.path(""))
	if err != nil {
		d.Fatal(err)
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

const (
	ferry = `The ferry is late
9 September 2013
The ferry came in two hours late on Monday, and nobody on the quay was told why it had been held.

The harbour master said that a valve had stuck, and that the engineers had freed it with a hammer.

He asked everybody to be patient, since the winter timetable would be kept whatever the weather does.
`
	ferryFile = "2013-09-09-the-ferry-is-late.md"
)

func TestSameSourceWritesNothing(t *testing.T) {
	d := newDesk(t)
	d.in("ferry.txt", ferry, Write, ferryFile)
	before, err := os.Stat(d.path(ferryFile))
	if err != nil {
		t.Fatal(err)
	}
	d.in("ferry.txt", ferry, Unchanged, ferryFile)
	d.in("copy-of-ferry.txt", ferry, Unchanged, ferryFile)
	after, err := os.Stat(d.path(ferryFile))
	if err != nil || !after.ModTime().Equal(before.ModTime()) || !os.SameFile(before, after) {
		t.Error("the article was written again")
	}
	if got := d.listed(); len(got) != 2 {
		t.Errorf("the folder has %v", got)
	}
}

func TestChangedSourceReplaces(t *testing.T) {
	d := newDesk(t)
	d.in("ferry.txt", ferry, Write, ferryFile)
	d.in("ferry.txt", strings.Replace(ferry, "hammer", "wrench", 1), Update, ferryFile)
	if !strings.Contains(d.read(ferryFile), "wrench") {
		t.Error("the change is not in the article")
	}
	// Its title changed, and its day: the article is the same, and so is its address.
	page := func(title string) string {
		return "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><p>The tram stood still for an hour on the bridge, and the driver read a novel to the passengers.</p></body></html>"
	}
	it := func(title string) *importer.Draft {
		draft, diags := importer.ImportItem("export.xml", &unpack.Item{Name: "a.html", Kind: "html", Whole: true, Body: []byte(page(title)), Meta: unpack.Meta{Title: title, Date: "2013-09-09"}}, "https://old.example/?p=12", importer.Options{})
		if draft == nil {
			t.Fatal(diags)
		}
		return draft
	}
	d.put(it("A tram stood still"), Options{}, Write, "2013-09-09-a-tram-stood-still.md")
	later := it("A tram stands still")
	later.Source.Name = "export-of-october.xml"
	d.put(later, Options{}, Update, "2013-09-09-a-tram-stood-still.md")
	// Another blog calls another post the same.
	other, diags := importer.ImportItem("other.xml", &unpack.Item{Name: "a.html", Kind: "html", Whole: true, Body: []byte("<p>Nothing to do with trams.</p>"), Meta: unpack.Meta{Title: "Elsewhere"}}, "https://old.example/?p=12", importer.Options{})
	if other == nil {
		t.Fatal(diags)
	}
	d.put(other, Options{}, Write, "elsewhere.md")
}

func TestOtherSourceOfTheSameNameIsAnotherArticle(t *testing.T) {
	d := newDesk(t)
	d.in("index.txt", ferry, Write, ferryFile)
	d.in("index.txt", strings.Replace(ferry, "ferry is late", "tram is early", 1), Write, "2013-09-09-the-tram-is-early.md")
	// The same title and day from another file: both are kept, each time under the same names.
	other := strings.Replace(ferry, "hammer", "wrench", 1)
	d.in("other.txt", other, Write, "2013-09-09-the-ferry-is-late-2.md")
	d.in("other.txt", other, Unchanged, "2013-09-09-the-ferry-is-late-2.md")
	d.in("index.txt", ferry, Unchanged, ferryFile)
	// What came through standard input has no name to go by.
	d.in(Stdin, strings.Replace(ferry, "hammer", "saw", 1), Write, "2013-09-09-the-ferry-is-late-3.md")
	d.in(Stdin, strings.Replace(ferry, "hammer", "drill", 1), Write, "2013-09-09-the-ferry-is-late-4.md")
}

func TestEditedArticleIsKept(t *testing.T) {
	d := newDesk(t)
	d.in("ferry.txt", ferry, Write, ferryFile)
	d.edit(ferryFile, "two hours late", "two hours and a half late")
	mine := d.read(ferryFile)
	d.in("ferry.txt", ferry, Keep, ferryFile)

	changed := strings.Replace(ferry, "hammer", "wrench", 1)
	res := d.in("ferry.txt", changed, Offer, ferryFile)
	if len(res.Diags) != 1 || !strings.Contains(res.Diags[0].Hint, "1 place changed, none where") || !strings.Contains(res.Diags[0].Hint, "--merge") {
		t.Errorf("said %v", res.Diags)
	}
	if d.read(ferryFile) != mine || !strings.Contains(d.read(ferryFile+".new"), "wrench") {
		t.Error("one of the versions is lost")
	}
	// What was offered is not offered again, whatever became of it.
	d.in("ferry.txt", changed, Keep, ferryFile)
	if err := os.Remove(d.path(ferryFile + ".new")); err != nil {
		t.Fatal(err)
	}
	d.in("ferry.txt", changed, Keep, ferryFile)

	// Both changed the same paragraph.
	both := strings.Replace(changed, "two hours late", "three hours late", 1)
	res = d.put(d.draft("ferry.txt", both), Options{Merge: true}, Offer, ferryFile)
	if !strings.Contains(res.Diags[0].Hint, "2 places changed, 1 of them") || d.read(ferryFile) != mine {
		t.Errorf("said %v", res.Diags)
	}
	// Without a report nobody knows whether the article was edited: it counts as edited.
	if err := os.Remove(d.path("2013-09-09-the-ferry-is-late.import.json")); err != nil {
		t.Fatal(err)
	}
	d.in("ferry.txt", both, Write, "2013-09-09-the-ferry-is-late-2.md")
	if d.read(ferryFile) != mine {
		t.Error("an article without a report was overwritten")
	}
}

// TestMergeAfterOffer: what was laid beside an article can still be merged, as its hint says.
func TestMergeAfterOffer(t *testing.T) {
	d := newDesk(t)
	d.in("ferry.txt", ferry, Write, ferryFile)
	d.edit(ferryFile, "two hours late", "two hours and a half late")
	changed := strings.Replace(ferry, "hammer", "wrench", 1)
	beside := strings.TrimSuffix(ferryFile, ending) + newEnd
	d.in("ferry.txt", changed, Offer, ferryFile)
	if !strings.Contains(d.read(beside), "wrench") {
		t.Error("nothing lies beside it")
	}
	d.in("ferry.txt", changed, Keep, ferryFile)
	d.put(d.draft("ferry.txt", changed), Options{Merge: true}, Merge, ferryFile)
	if got := d.read(ferryFile); !strings.Contains(got, "half late") || !strings.Contains(got, "wrench") {
		t.Errorf("merged into\n%s", got)
	}
	if _, err := os.Stat(filepath.Join(d.dir, filepath.FromSlash(beside))); err == nil {
		t.Error("what was merged still lies beside it")
	}
}

func TestMergeTakesChangesIn(t *testing.T) {
	d := newDesk(t)
	d.in("ferry.txt", ferry, Write, ferryFile)
	d.edit(ferryFile, "two hours late", "two hours and a half late")
	changed := strings.Replace(ferry, "hammer", "wrench", 1) + "\nThe next boat is due at seven, if the tide allows it and the crew has had its supper by then.\n"
	d.put(d.draft("ferry.txt", changed), Options{Merge: true}, Merge, ferryFile)
	got := d.read(ferryFile)
	for _, want := range []string{"two hours and a half late", "wrench", "The next boat"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	// It counts as edited still, now from the new version.
	d.in("ferry.txt", changed, Keep, ferryFile)
	d.put(d.draft("ferry.txt", strings.Replace(changed, "at seven", "at eight", 1)), Options{Merge: true}, Merge, ferryFile)
	if got := d.read(ferryFile); !strings.Contains(got, "half late") || !strings.Contains(got, "at eight") {
		t.Errorf("merged into\n%s", got)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	d := newDesk(t)
	d.put(d.draft("ferry.txt", ferry), Options{DryRun: true}, Write, ferryFile)
	if _, err := os.Stat(d.path("")); !os.IsNotExist(err) {
		t.Error("something was written")
	}
}

func TestDeletedReportIsMadeAgain(t *testing.T) {
	d := newDesk(t)
	d.in("ferry.txt", ferry, Write, ferryFile)
	report := "2013-09-09-the-ferry-is-late.import.json"
	was := d.read(report)
	if err := os.Remove(d.path(report)); err != nil {
		t.Fatal(err)
	}
	d.in("ferry.txt", ferry, Unchanged, ferryFile)
	if d.read(report) != was {
		t.Error("another report")
	}
	d.write(report, "{ broken")
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, diags, err := Open(disk.In(root), "content/articles", Options{}); err != nil || len(diags) != 1 || diags[0].Code != "malformed-report" {
		t.Errorf("a broken report: %v, %v", diags, err)
	}
}

func TestPictures(t *testing.T) {
	d := newDesk(t)
	item := func(picture string) *importer.Draft {
		draft, diags := importer.ImportItem("a.docx", &unpack.Item{
			Name: "a.docx", Kind: "html", Whole: true, Body: []byte("<p>The bridge was shut for a year while the pier was mended.</p>"),
			Meta: unpack.Meta{Title: "The bridge", Date: "1999"}, Files: []unpack.File{{Name: "pier.png", Data: []byte(picture)}},
		}, "", importer.Options{})
		if draft == nil {
			t.Fatal(diags)
		}
		return draft
	}
	d.put(item("one"), Options{}, Write, "the-bridge/index.md")
	d.put(item("one"), Options{}, Unchanged, "the-bridge/index.md")
	if d.read("the-bridge/pier.png") != "one" {
		t.Error("another picture")
	}
	if err := os.Remove(d.path("the-bridge/pier.png")); err != nil {
		t.Fatal(err)
	}
	d.put(item("one"), Options{}, Update, "the-bridge/index.md")
	d.put(item("two"), Options{}, Update, "the-bridge/index.md")
	if d.read("the-bridge/pier.png") != "two" {
		t.Error("the picture did not change")
	}
	d.write("the-bridge/pier.png", "my own")
	if res := d.put(item("three"), Options{}, Update, "the-bridge/index.md"); len(res.Diags) != 1 || d.read("the-bridge/pier.png") != "my own" {
		t.Errorf("the picture was overwritten, and said %v", res.Diags)
	}
	if got := d.listed(); !slices.Equal(got, []string{"the-bridge"}) {
		t.Errorf("the folder has %v", got)
	}
}

// Thousands of items can have one title. Each gets a number, the reports of others that
// were deleted do not make articles anew, and nothing takes the place of the folder's
// own page.
func TestSameTitles(t *testing.T) {
	d := newDesk(t)
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	items := func(n int) (files []string) {
		f, _, err := Open(disk.In(root), "content/articles", Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			id := strconv.Itoa(i)
			it := &unpack.Item{Name: "a.html", Kind: "html", Body: []byte("<p>Words of item " + id + ".</p>"), Whole: true, Meta: unpack.Meta{Title: "Index"}}
			draft, diags := importer.ImportItem("export.xml", it, id, importer.Options{})
			if draft == nil {
				t.Fatal(diags)
			}
			res, err := f.Put(draft)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, path.Base(res.File))
		}
		return files
	}
	first := items(300)
	if first[0] != "index-2.md" || first[1] != "index-3.md" {
		t.Errorf("the first are %v", first[:2])
	}
	for _, name := range []string{"index-2", "index-9"} {
		if err := os.Remove(d.path(name + reportEnd)); err != nil {
			t.Fatal(err)
		}
	}
	if again := items(300); !slices.Equal(first, again) {
		t.Error("the second import has other names")
	}
	if n := len(d.listed()); n != 2*300 { // with their reports
		t.Errorf("%d files", n)
	}
}
