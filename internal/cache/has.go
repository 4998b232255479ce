package cache

// Has reports whether there is a record under key, and counts as using it.
func (c *Cache) Has(key string) bool {
	d := digestOf(key)
	c.mu.RLock()
	defer c.mu.RUnlock()
	r := c.index.find(d)
	if r != nil {
		r.use()
	}
	return r != nil
}
