package main

import (
	"container/heap"
	"math"
)

// point is a place in degrees.
type point struct{ lon, lat float64 }

// simplify leaves out the bends of a line that make triangles of less than so
// many square degrees, the least first (Visvalingam and Whyatt, "Line
// generalisation by repeated elimination of points", 1993). Its ends stay.
func simplify(line []point, least float64) []point {
	n := len(line)
	if n < 4 {
		return line
	}
	before, after := make([]int, n), make([]int, n)
	gone := make([]bool, n)
	var queue bends
	push := func(i int) {
		a, b, c := line[before[i]], line[i], line[after[i]]
		queue.push(bend{i, before[i], after[i], math.Abs(triangle(a, b, c)) * math.Cos(b.lat*math.Pi/180)})
	}
	for i := range n {
		before[i], after[i] = i-1, i+1
	}
	for i := 1; i < n-1; i++ {
		push(i)
	}
	closed := line[0] == line[n-1]
	for left := n; len(queue) > 0 && (!closed || left > 5); {
		b := queue.pop()
		if gone[b.at] || before[b.at] != b.before || after[b.at] != b.after {
			continue // a neighbour went first; the bend stands in the queue again
		}
		if b.size >= least {
			break
		}
		gone[b.at] = true
		left--
		before[b.after], after[b.before] = b.before, b.after
		for _, i := range []int{b.before, b.after} {
			if i > 0 && i < n-1 {
				push(i)
			}
		}
	}
	var out []point
	for i, p := range line {
		if !gone[i] {
			out = append(out, p)
		}
	}
	return out
}

func triangle(a, b, c point) float64 {
	return ((b.lon-a.lon)*(c.lat-a.lat) - (c.lon-a.lon)*(b.lat-a.lat)) / 2
}

// area of a closed line, in square degrees as they are at its middle.
func area(line []point) float64 {
	var sum, lat float64
	for i, p := range line {
		q := line[(i+1)%len(line)]
		sum += p.lon*q.lat - q.lon*p.lat
		lat += p.lat
	}
	return sum / 2 * math.Cos(lat/float64(max(1, len(line)))*math.Pi/180)
}

// bend is a point with its neighbours, and the size of their triangle.
type bend struct {
	at, before, after int
	size              float64
}

type bends []bend

func (b bends) Len() int           { return len(b) }
func (b bends) Less(i, j int) bool { return b[i].size < b[j].size }
func (b bends) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func (b *bends) Push(x any)        { *b = append(*b, x.(bend)) }

func (b *bends) Pop() any {
	old := *b
	last := old[len(old)-1]
	*b = old[:len(old)-1]
	return last
}

func (b *bends) push(x bend) { heap.Push(b, x) }
func (b *bends) pop() bend   { return heap.Pop(b).(bend) }
