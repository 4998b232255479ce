package cputime

import (
	"testing"
	"time"
)

func TestGrowsWithWork(t *testing.T) {
	start, wall := Now(), time.Now()
	for n := 0; Now()-start < 20*time.Millisecond; n++ {
		if time.Since(wall) > time.Minute {
			t.Fatal("work takes no processor time")
		}
	}
	asleep := Now()
	time.Sleep(50 * time.Millisecond)
	if used := Now() - asleep; used > 40*time.Millisecond {
		t.Errorf("sleeping took %v", used)
	}
}
