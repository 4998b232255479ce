package cli

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// progress is a bar on standard error, shown on a terminal once the work has
// taken a second. A nil bar shows nothing.
type progress struct {
	p       *program
	what    string
	total   int
	mu      sync.Mutex
	start   time.Time
	shown   time.Time
	visible bool
}

func (p *program) progress(what string, total int) *progress {
	if p.quiet || p.json || !p.terminal() {
		return nil
	}
	return &progress{p: p, what: what, total: total, start: p.Now()}
}

// set says how many are done.
func (b *progress) set(n int) { b.setOf(n, 0) }

// setOf says how many of how many are done.
func (b *progress) setOf(n, total int) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if total > 0 {
		b.total = total
	}
	now := b.p.Now()
	if now.Sub(b.start) < time.Second || now.Sub(b.shown) < 100*time.Millisecond || b.total == 0 {
		return
	}
	b.shown, b.visible = now, true
	const width = 30
	full := min(width, width*n/b.total)
	fmt.Fprintf(b.p.Stderr, "\r\x1b[K%s %s%s %d of %d", b.what, strings.Repeat("━", full), strings.Repeat("─", width-full), n, b.total)
}

// done takes the bar away.
func (b *progress) done() {
	if b != nil && b.visible {
		fmt.Fprint(b.p.Stderr, "\r\x1b[K")
	}
}
