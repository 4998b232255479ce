package publish

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// syncNames does nothing: NTFS journals names itself, and a directory cannot be flushed.
func syncNames(*os.File) error { return nil }

// identity, device and names have no answer in what Lstat returns here. They are
// not needed: directories cannot be exchanged, so that the journal's phase and
// which names exist tell everything, and files are copied where they have to be.
func identity(fs.FileInfo) uint64 { return 0 }
func device(fs.FileInfo) uint64   { return 0 }
func names(fs.FileInfo) uint64    { return 1 }

func sameFile(a, b fs.FileInfo) bool { return os.SameFile(a, b) }

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
