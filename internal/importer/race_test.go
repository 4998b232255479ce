//go:build race

package importer_test

// The race detector makes everything five to ten times slower.
const slowdown = 8
