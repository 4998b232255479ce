package cli

import "testing"

// TestGarbageStaysWithinTheBound: whatever was kept, garbage may fill the heap up to its
// bound and not beyond, but for a site that needs more than that anyway.
func TestGarbageStaysWithinTheBound(t *testing.T) {
	for kept := uint64(0); kept < 4*heapWhileReading; kept = kept*9/8 + 1000 {
		percent := garbage(kept)
		if percent < leastGarbage || percent > mostGarbage {
			t.Fatalf("%d bytes kept: %d %%", kept, percent)
		}
		heap := kept + kept*uint64(percent)/100
		if heap > heapWhileReading && percent > leastGarbage {
			t.Errorf("%d bytes kept: the heap may grow to %d", kept, heap)
		}
		if heap < heapWhileReading*9/10 && percent < mostGarbage {
			t.Errorf("%d bytes kept: the heap may only grow to %d", kept, heap)
		}
	}
}
