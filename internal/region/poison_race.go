//go:build race

package region

// poisoned is whether Reset spoils what it gives up, so that tests see who looks at it.
const poisoned = true
