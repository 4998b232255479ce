package build

import (
	"context"
	"sync"
	"sync/atomic"
)

// parallel calls do for 0 to n-1, in order of start, on up to workers
// goroutines, and returns when all have returned. Results go to places of their
// own, so that the outcome does not depend on who was first.
func parallel(ctx context.Context, workers, n int, do func(i int)) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, n) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
