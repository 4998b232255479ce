package review

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"dateline/internal/disk"
	"dateline/internal/disk/disktest"
	"dateline/internal/notes"
)

// S-I03, R3, R4, R10: at whichever operation a decision fails to be written, or the
// preview dies, the notes are as they were or as they are to be, the article and all
// others are as they were, and the decision can be made again.
func TestEveryFault(t *testing.T) {
	for _, kind := range []string{"first", "further", "last taken back"} {
		t.Run(kind, func(t *testing.T) {
			disktest.Each(t, func(t *testing.T, f *disktest.Fault) {
				s := newSite(t, t.TempDir())
				defer s.root.Close()
				change := Change{Add: []Verdict{on(s.state().item("Lima", 1), notes.Rejected, "")}}
				if kind != "first" {
					_, undo, err := s.decide(Change{Add: []Verdict{on(s.state().item("Lima", 2), notes.Accepted, "lima")}})
					if err != nil {
						t.Fatal(err)
					}
					if kind == "last taken back" {
						change = Change{Remove: undo.Remove}
					}
				}
				before := disktest.Files(t, s.dir, ".dateline")
				sound := s.desk.opt.Root
				s.desk.opt.Root = f.Dir(disk.In(s.root))
				_, _, err := s.decide(change)
				s.desk.opt.Root = sound
				if f.Hit == "" && err != nil || err != nil && !errors.Is(err, f.Err) {
					t.Fatalf("after %s: %v", f.Hit, err)
				}
				now := disktest.Files(t, s.dir, ".dateline")
				written := now[notesPath] != before[notesPath]
				if err == nil && !written {
					t.Fatalf("after %s no error, and nothing was written", f.Hit)
				}
				list, diags := notes.Parse(notesPath, []byte(now[notesPath]))
				if want := len(strings.Split(before[notesPath], "\n")) - 1; len(diags) > 0 || !written && len(list) != want {
					t.Fatalf("after %s the notes are %q", f.Hit, now[notesPath])
				}
				for name, text := range before {
					if name != notesPath && now[name] != text {
						t.Fatalf("after %s: %s holds %q", f.Hit, name, now[name])
					}
				}
				for name := range now {
					if _, there := before[name]; !there && name != notesPath && filepath.Base(name)[0] != '.' {
						t.Fatalf("after %s there is %s", f.Hit, name)
					}
				}
				s.build()
				if !written {
					if _, _, err := s.decide(change); err != nil {
						t.Fatalf("after %s, again: %v", f.Hit, err)
					}
				}
				list, _ = notes.Parse(notesPath, []byte(disktest.Files(t, s.dir)[notesPath]))
				if want := map[string]int{"first": 1, "further": 2}[kind]; len(list) != want {
					t.Fatalf("after %s, again, there are %d decisions, want %d", f.Hit, len(list), want)
				}
			})
		})
	}
}
