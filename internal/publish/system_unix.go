//go:build unix

package publish

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

func syncNames(dir *os.File) error { return dir.Sync() }

// identity returns the number that a directory keeps under any name, or 0.
func identity(fi fs.FileInfo) uint64 {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Ino)
	}
	return 0
}

// device returns the number of the file system that fi is on, or 0.
func device(fi fs.FileInfo) uint64 {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Dev)
	}
	return 0
}

// names returns how many hard links lead to the file.
func names(fi fs.FileInfo) uint64 {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Nlink)
	}
	return 1
}

// sameFile reports whether both are one file, under whatever names.
func sameFile(a, b fs.FileInfo) bool {
	return identity(a) == identity(b) && device(a) == device(b)
}

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
