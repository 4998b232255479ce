//go:build !unix

package cputime

import "time"

var start = time.Now()

// Now returns the time since the process began, for want of its processor time.
func Now() time.Duration { return time.Since(start) }
