//go:build !linux && !darwin

package publish

import (
	"errors"
	"os"
)

const syncsWhole = false

func syncAll(*os.File) error { return nil }

func exchange(*os.File, string, string) error { return errors.ErrUnsupported }
