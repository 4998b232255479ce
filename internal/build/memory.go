package build

import (
	"bytes"
	"sync"
)

// Memory is a cache that lasts as long as the process: over another one that it
// reads but never writes, or over none.
type Memory struct {
	under Cache
	mu    sync.RWMutex
	vals  map[string][]byte
}

// NewMemory returns an empty cache over under, which may be nil.
func NewMemory(under Cache) *Memory { return &Memory{under: under, vals: map[string][]byte{}} }

// Get implements Cache.
func (m *Memory) Get(key string) ([]byte, bool) {
	m.mu.RLock()
	v, ok := m.vals[key]
	m.mu.RUnlock()
	if !ok && m.under != nil {
		return m.under.Get(key)
	}
	return v, ok
}

// Append implements Cache.
func (m *Memory) Append(dst []byte, key string) ([]byte, bool) {
	m.mu.RLock()
	v, ok := m.vals[key]
	m.mu.RUnlock()
	if !ok && m.under != nil {
		return m.under.Append(dst, key)
	}
	return append(dst, v...), ok
}

// Has implements Cache.
func (m *Memory) Has(key string) bool {
	m.mu.RLock()
	_, ok := m.vals[key]
	m.mu.RUnlock()
	return ok || m.under != nil && m.under.Has(key)
}

// Put implements Cache.
func (m *Memory) Put(key string, val []byte) {
	m.mu.Lock()
	m.vals[key] = bytes.Clone(val)
	m.mu.Unlock()
}
