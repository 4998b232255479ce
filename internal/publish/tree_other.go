//go:build !linux

package publish

import "os"

// newTree returns a tree that owns root.
func newTree(root *os.Root) (tree, error) { return inRoot(root), nil }
