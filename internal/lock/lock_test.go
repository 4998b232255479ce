package lock

import (
	"errors"
	"os"
	"testing"

	"dateline/internal/disk"
)

func TestOneHolder(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	first, err := Try(disk.In(root), "lock")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Try(disk.In(root), "lock"); !errors.Is(err, ErrHeld) {
		t.Fatalf("second claim: got %v, want ErrHeld", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := Try(disk.In(root), "lock")
	if err != nil {
		t.Fatalf("claim after release: %v", err)
	}
	again.Release()
}

func TestClaimOutsideRootFails(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if l, err := Try(disk.In(root), "../lock"); err == nil {
		l.Release()
		t.Fatal("a lock outside the root was granted")
	}
}
