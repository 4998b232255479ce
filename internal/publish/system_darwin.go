package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// syncsWhole is false: sync(2) here returns before anything is written.
const syncsWhole = false

func syncAll(*os.File) error { return nil }

func exchange(dir *os.File, a, b string) error {
	fd := int(dir.Fd())
	err := unix.RenameatxNp(fd, a, fd, b, unix.RENAME_SWAP)
	if errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.EINVAL) {
		return errors.Join(errors.ErrUnsupported, err)
	}
	return err
}
