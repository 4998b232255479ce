//go:build race

package markdown

// raced says that the race detector is on, which makes everything five to ten
// times slower: times are then bounded by what it costs, the lexers are tried on less,
// and .ci/check runs both tests again without it.
const raced = true
