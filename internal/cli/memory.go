package cli

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much memory a build may take, in bytes. What the collector costs follows from
// how much garbage may gather between two collections, so small sites take what they
// may have anyway.
const (
	heapWhileReading = 84 << 20 // garbage included
	readingPercent   = 75       // garbage to what is kept, where more is kept than leaves room for that: what is compiled stays

	memoryWhileWriting = 104 << 20
	writingTenths      = 19 // of what the linked site has, on larger sites
)

// pace has garbage collected while sources are read: often enough that the heap stays
// within its bound, and no oftener. It is told how many are read of how many. The
// function that it returns takes that back.
func pace() (progress func(done, total int), restore func()) {
	before := debug.SetGCPercent(heapWhileReading / (4 << 20) * 100) // few of them are kept yet
	return func(done, _ int) {
		if done%256 == 0 {
			debug.SetGCPercent(pacePercent())
		}
	}, func() { debug.SetGCPercent(before) }
}

// pacePercent returns how much garbage may gather, in percent of what was kept at the
// last collection.
func pacePercent() int {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	kept := max(live[0].Value.Uint64(), 4<<20)
	if kept >= heapWhileReading {
		return readingPercent
	}
	return max(readingPercent, int((heapWhileReading-kept)*100/kept))
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
