//go:build !race

package importer_test

const slowdown = 1
