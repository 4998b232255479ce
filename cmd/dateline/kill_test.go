//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// killsEnv says how often TestKilledBuild kills a build of a large site; unset, it
// kills a few of a small one. See .ci/kill.
const killsEnv = "DATELINE_KILLS"

// S-I01, R3, R4, R10: a build that is killed at any moment leaves the site published
// before or the new one, and the next build makes the new one of it. Whatever it was
// doing, nothing that the author wrote has changed.
func TestKilledBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	kills, articles := 12, 100
	if s := os.Getenv(killsEnv); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			t.Fatalf("%s=%q is not a number of kills", killsEnv, s)
		}
		kills, articles = n, 1400
	}
	b := newVictim(t, articles)
	r := rand.New(rand.NewPCG(uint64(kills), 7))
	found := map[string]int{}
	when := map[string]int{}
	begin := time.Now()
	done := 0
	for i := 0; done < kills; i++ {
		from, to := &b.sites[i%2], &b.sites[(i+1)%2]
		b.write(to)
		how := &b.phases[i%len(b.phases)]
		if how.cold {
			if err := os.RemoveAll(filepath.Join(b.dir, ".dateline", "cache")); err != nil {
				t.Fatal(err)
			}
		}
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("kill %d of %d (%s): %s", done+1, kills, how.name, fmt.Sprintf(format, args...))
		}
		killed := b.killed(how, r.Float64())
		if got := b.authors(); got != to.authors {
			fail("files of the author differ:\n%s", got)
		}
		state := "old"
		switch got := b.published(); {
		case got == to.published:
			state = "new"
		case got != from.published:
			fail("the output is neither the old site nor the new one")
		}
		if !killed {
			if state == "old" {
				fail("the build ended well and published nothing")
			}
			continue
		}
		said := b.build()
		undone, completed := strings.Contains(said, "it was undone"), strings.Contains(said, "it was completed")
		if undone && state == "new" || completed && state == "old" {
			fail("the output was the %s site, and the next build says:\n%s", state, said)
		}
		switch {
		case undone:
			state += ", undone"
		case completed:
			state += ", completed"
		}
		if got := b.published(); got != to.published {
			fail("the next build does not make the new site: %s", said)
		}
		if got := b.authors(); got != to.authors {
			fail("after the next build files of the author differ:\n%s", got)
		}
		if left := b.leftovers(); len(left) > 0 {
			fail("the next build leaves %v", left)
		}
		done++
		found[state]++
		when[how.name]++
		if done%100 == 0 {
			t.Logf("%d kills in %v: %v", done, time.Since(begin).Round(time.Second), found)
		}
	}
	t.Logf("%d builds of %d pages killed (%v); found, and said by the next build: %v", kills, b.pages, when, found)
	if kills >= 100 {
		for _, state := range []string{"old", "old, undone", "new, completed"} {
			if found[state] == 0 {
				t.Errorf("no kill left %q: the moments were not spread over the whole build", state)
			}
		}
	}
}

// phase is a part of a build: from when on it is killed.
type phase struct {
	name  string
	cold  bool          // nothing is cached: everything is read and compiled, and the cache is written
	begun func() bool   // has it? Asked again and again; nil for from the start
	takes time.Duration // until the build ends, about
}

// victim is a site whose builds are killed.
type victim struct {
	t      *testing.T
	exe    string
	dir    string
	sites  [2]variant
	pages  int
	phases []phase
}

// variant is what an author has, and what is published of it.
type variant struct {
	sources   map[string]string
	authors   string
	published string
}

func newVictim(t *testing.T, articles int) *victim {
	exe, err := exec.LookPath("dateline")
	if err != nil {
		t.Fatal(err)
	}
	b := &victim{t: t, exe: exe, dir: t.TempDir()}
	b.phases = []phase{
		{name: "from the start"},
		{name: "from the start, nothing cached", cold: true},
		{name: "while files are staged", begun: func() bool { return len(b.leftovers()) > 0 }},
		{name: "about the exchange", begun: b.commits},
	}
	for i := range b.sites {
		b.sites[i].sources = sourcesOf(articles, i)
	}
	foreign := filepath.Join(b.dir, "public", "CNAME")
	if err := os.MkdirAll(filepath.Dir(foreign), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(foreign, []byte("example.org\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{1, 0} { // the first is published
		s := &b.sites[i]
		b.write(s)
		b.build("--force")
		s.authors, s.published = b.authors(), b.published()
	}
	if b.sites[0].published == b.sites[1].published {
		t.Fatal("the two sites are the same")
	}
	err = filepath.WalkDir(filepath.Join(b.dir, "public"), func(name string, d fs.DirEntry, err error) error {
		if filepath.Ext(name) == ".html" {
			b.pages++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sourcesOf returns the sources of a site. The two differ in one article of ten, in an
// entity, and in which articles there are.
func sourcesOf(articles, which int) map[string]string {
	word := []string{"engines", "boilers"}[which]
	people := articles/2 + 10
	name := func(i int) string {
		return []string{"Anna", "Boris", "Clara", "David", "Elena", "Frank"}[i%6] + " Van" + string(rune('a'+i/26%26)) + string(rune('a'+i%26)) + string(rune('a'+i/676%26)) + "berg"
	}
	files := map[string]string{
		"content/site.yaml":      "title: Harbour news\nbaseURL: https://example.org/\n",
		"content/draft.md":       "---\ntitle: Not yet\ndraft: true\n---\nA secret.\n",
		"notes.txt":              "what only the author reads\n",
		"static/a.txt":           "a file of the author's, " + word,
		"content/articles/a.txt": "The ferry to Lund\n\nBy Clara Holm\n\nThe ferry did not sail on 3 May 2014, for want of " + word + ".\n",
	}
	for i := range people {
		text := ""
		if i == 3 {
			text = "Knows of " + word + ".\n"
		}
		files[fmt.Sprintf("content/entities/p%d.md", i)] = fmt.Sprintf("---\nname: %s\ntype: person\n---\n%s", name(i), text)
	}
	for i := range articles {
		if i%50 == which {
			continue
		}
		about := "engines"
		if i%10 == 0 {
			about = word
		}
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: Report number %d\ndate: 20%02d-%02d-%02d\ntags: [harbour, t%d]\n---\n\n", i, i%20, 1+i%12, 1+i%28, i%40)
		for p := range 6 {
			fmt.Fprintf(&b, "%s told the board last week that the ferry would not sail before 3 May 2014. "+
				"Nobody in London had asked about the %s, which were built in 1998.\n\n", name((i*7+p*p)%people), about)
		}
		files[fmt.Sprintf("content/articles/r%d.md", i)] = b.String()
	}
	return files
}

// write makes the sources those of s. What is the same already is left alone.
func (b *victim) write(s *variant) {
	b.t.Helper()
	for _, other := range b.sites {
		for name := range other.sources {
			if _, there := s.sources[name]; !there {
				if err := os.Remove(filepath.Join(b.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
					b.t.Fatal(err)
				}
			}
		}
	}
	for name, text := range s.sources {
		path := filepath.Join(b.dir, name)
		if old, err := os.ReadFile(path); err == nil && string(old) == text {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *victim) command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.Command(b.exe, append([]string{"build", "--json", "-s", b.dir}, args...)...)
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1400000000", "GITHUB_ACTIONS=")
	said := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = said, said
	return cmd, said
}

// build builds the site undisturbed, and returns what was said.
func (b *victim) build(args ...string) string {
	b.t.Helper()
	cmd, said := b.command(args...)
	if err := cmd.Run(); err != nil {
		b.t.Fatalf("build: %v\n%s", err, said)
	}
	return said.String()
}

// killed starts a build and kills it at a moment of a phase, from 0 to 1; it reports
// whether it came to that. As long as it is not known how long the phase takes it lets
// the build end.
func (b *victim) killed(p *phase, moment float64) bool {
	b.t.Helper()
	cmd, said := b.command()
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	begun := time.Now()
	finished := func(err error) bool { // of a build that was not killed
		b.t.Helper()
		if err != nil {
			b.t.Fatalf("build: %v\n%s", err, said)
		}
		p.takes = time.Since(begun)
		return false
	}
	for p.begun != nil && !p.begun() {
		select {
		case err := <-ended:
			return finished(err)
		case <-time.After(500 * time.Microsecond):
		}
	}
	begun = time.Now()
	if p.takes == 0 {
		return finished(<-ended)
	}
	if moment > 0.95 { // it may take longer by now; that it takes less shows by itself
		p.takes += p.takes / 8
	}
	select {
	case err := <-ended:
		return finished(err)
	case <-time.After(time.Duration(moment * float64(p.takes))):
	}
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		b.t.Fatal(err)
	}
	err := <-ended
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == -1 { // by the signal
		return true
	}
	return finished(err)
}

// published is a digest of every file of the output, with its path.
func (b *victim) published() string {
	b.t.Helper()
	all := sha256.New()
	err := filepath.WalkDir(filepath.Join(b.dir, "public"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		fmt.Fprintf(all, "%s %d\n", name, len(text))
		all.Write(text)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return fmt.Sprintf("%x", all.Sum(nil))
}

// authors tells of every file that is neither output nor state what it holds.
func (b *victim) authors() string {
	b.t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(b.dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && filepath.Dir(name) == b.dir && (d.Name() == "public" || d.Name()[0] == '.'):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		text, err := os.ReadFile(name)
		fmt.Fprintf(&all, "%s %x\n", name, sha256.Sum256(text))
		return err
	})
	text, cname := os.ReadFile(filepath.Join(b.dir, "public", "CNAME"))
	if err := errors.Join(err, cname); err != nil {
		b.t.Fatal(err)
	}
	fmt.Fprintf(&all, "CNAME %q\n", text)
	return all.String()
}

// leftovers returns what an unfinished build has laid beside the output.
func (b *victim) leftovers() []string {
	b.t.Helper()
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		b.t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		if !slices.Contains([]string{"content", "static", "public", ".dateline", "notes.txt"}, e.Name()) {
			left = append(left, e.Name())
		}
	}
	return left
}

// commits reports whether the build under way is about to exchange the two sites, or has.
func (b *victim) commits() bool {
	b.t.Helper()
	names, err := filepath.Glob(filepath.Join(b.dir, ".dateline", "publish", "*", "journal"))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, name := range names {
		if text, err := os.ReadFile(name); err == nil && bytes.Contains(text, []byte("\nphase commit\n")) {
			return true
		}
	}
	return false
}
