package cputime

import (
	"testing"
)

// recorder is a test whose failure is not one.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

// Linear lets pass what takes time in proportion and finds what takes its square.
func TestLinear(t *testing.T) {
	sum := 0
	for _, tt := range []struct {
		name string
		work func(n int) int
		ok   bool
	}{
		{"linear", func(n int) int { return 10_000 * n }, true},
		{"quadratic", func(n int) int { return 10 * n * n }, false},
		{"quadratic, yet nothing", func(n int) int { return n * n / 100 }, true},
	} {
		r := &recorder{TB: t}
		Linear(r, 500, 8, func(n int) int { return n }, func(n int) {
			for i := range tt.work(n) {
				sum += i ^ sum
			}
		})
		if r.failed == tt.ok {
			t.Errorf("%s: failed is %v", tt.name, r.failed)
		}
	}
}
