package cputime

import (
	"math"
	"testing"
	"time"
)

const (
	tries  = 10                    // a busy machine spoils some measurements, hardly all
	leeway = 3                     // caches, collection of garbage and the logarithms of sorting
	little = 50 * time.Millisecond // less than this says nothing
)

// Linear fails the test if input of times the size costs run more than three times
// that much processor time. It asks for no speed, so that it holds on a slow machine and
// under the race detector: what is quadratic fails it where times is 4 or more and the
// larger input would take at least 50 ms. Making the input is not counted.
func Linear[T any](t testing.TB, size, times int, input func(size int) T, run func(T)) {
	t.Helper()
	one, many := input(size), input(times*size)
	small, large := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for range tries {
		small, large = min(small, cost(run, one)), min(large, cost(run, many))
		if large < little || large/time.Duration(leeway*times) <= small {
			return
		}
	}
	t.Errorf("size %d takes %v, size %d takes %v: more than %d times as much", size, small, times*size, large, leeway*times)
}

func cost[T any](run func(T), x T) time.Duration {
	start := Now()
	run(x)
	return Now() - start
}
