package cli

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// How much memory a build may take, in bytes. What the collector costs follows from
// how much garbage may gather between two collections, so small sites take what they
// may have anyway.
const (
	heapWhileReading = 84 << 20 // garbage included
	leastGarbage     = 75       // in percent of what is kept: of larger sites, most of what is compiled stays
	mostGarbage      = 400      // likewise: what one collection kept says little of what the next one will

	memoryWhileWriting = 104 << 20
	writingTenths      = 19 // of what the linked site has, on larger sites
)

// pace has garbage collected while sources are read: often enough that the heap stays
// within its bound, and no oftener. It is told after each source. The function that it
// returns takes that back.
func pace() (progress func(), restore func()) {
	before := debug.SetGCPercent(mostGarbage)
	var mu sync.Mutex
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}} // at the last collection
	var last uint64
	return func() {
		mu.Lock()
		defer mu.Unlock()
		if metrics.Read(live); live[0].Value.Uint64() != last {
			last = live[0].Value.Uint64()
			debug.SetGCPercent(garbage(last))
		}
	}, func() { debug.SetGCPercent(before) }
}

// garbage returns how much of it may gather, in percent of the bytes that were kept at
// the last collection.
func garbage(kept uint64) int {
	if kept >= heapWhileReading {
		return leastGarbage
	}
	return int(min(max((heapWhileReading-kept)*100/max(kept, 1), leastGarbage), mostGarbage))
}

// boundMemory keeps the program from taking much more memory than a linked site
// needs, and collects garbage less often as long as it does not. The function that
// it returns takes that back. A bound that the user set (GOMEMLIMIT) stays.
func boundMemory() (restore func()) {
	before := debug.SetMemoryLimit(-1)
	if before != math.MaxInt64 {
		return func() {}
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(max(memoryWhileWriting, int64(m.HeapAlloc)/10*writingTenths))
	percent := debug.SetGCPercent(300)
	return func() {
		debug.SetMemoryLimit(before)
		debug.SetGCPercent(percent)
	}
}
