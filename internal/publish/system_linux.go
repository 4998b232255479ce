package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// syncsWhole: one call makes all files of a file system durable, so that no
// file need be synced alone, which would take five times as long.
const syncsWhole = true

func syncAll(dir *os.File) error { return unix.Syncfs(int(dir.Fd())) }

func exchange(dir *os.File, a, b string) error {
	fd := int(dir.Fd())
	err := unix.Renameat2(fd, a, fd, b, unix.RENAME_EXCHANGE)
	// ENOSYS: old kernels; EINVAL: file systems without it, such as NFS.
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EINVAL) || errors.Is(err, unix.EOPNOTSUPP) {
		return errors.Join(errors.ErrUnsupported, err)
	}
	return err
}
