//go:build unix

package review

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/internal/notes"
)

// TestMain lets the test program be a reviewer who can be killed: with deskEnv set it
// decides and takes back, without end.
func TestMain(m *testing.M) {
	dir := os.Getenv(deskEnv)
	if dir == "" {
		os.Exit(m.Run())
	}
	s := newSite(victim{}, dir)
	fmt.Println("ready")
	for {
		_, undo, err := s.decide(Change{Add: []Verdict{on(s.state().item("Lima", 1), notes.Rejected, "")}})
		if err == nil {
			_, _, err = s.decide(Change{Remove: undo.Remove, Restore: undo.Restore})
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
}

// victim stands in for a test in the process that is killed.
type victim struct{ testing.TB }

func (victim) Helper()                  {}
func (victim) Context() context.Context { return context.Background() }
func (victim) Fatal(args ...any)        { panic(fmt.Sprint(args...)) }

const deskEnv = "REVIEW_TEST_SITE"

// S-J10: whenever the reviewer is killed, each file is as it was before a decision or
// after it, whole, and the next decision is written as if nothing had been.
func TestKilledWhileSaving(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := newSite(t, dir)
	if _, _, err := s.decide(Change{Add: []Verdict{on(s.state().item("Lima", 2), notes.Accepted, "lima")}}); err != nil {
		t.Fatal(err)
	}
	kept := s.notes()
	r := rand.New(rand.NewPCG(3, 3))
	states := map[int]int{}
	for i := range 20 {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), deskEnv+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fscanln(out, new(string)); err != nil {
			t.Fatalf("it did not begin: %v", err)
		}
		time.Sleep(time.Duration(r.Int64N(int64(20 * time.Millisecond))))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		got := s.notes()
		list, diags := notes.Parse(notesPath, []byte(got))
		if len(diags) > 0 || len(list) < 1 || len(list) > 2 || !strings.Contains(got, kept) {
			t.Fatalf("kill %d leaves %d notes, %v:\n%s", i, len(list), diags, got)
		}
		states[len(list)]++
		if src, err := os.ReadFile(filepath.Join(dir, articlePath)); err != nil || string(src) != ferry {
			t.Fatalf("kill %d: the article is %q, %v", i, src, err)
		}
		if len(list) == 2 { // the next process decides it anew
			write(t, filepath.Join(dir, notesPath), kept)
		}
	}
	if _, _, err := s.decide(Change{Add: []Verdict{on(s.state().item("Lima", 1), notes.Rejected, "")}}); err != nil {
		t.Error(err)
	}
	t.Logf("killed with and without the decision written: %v", states)
}
