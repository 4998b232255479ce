// Package cache owns a store of bytes that can be made again: what earlier runs
// computed, found by a key that says everything the bytes depend on. It does not
// know what the bytes mean. Its files lie in the site's state directory, and to
// remove them costs nothing but time.
//
// Records are appended to one pack file; an index of it is written when the
// cache is closed. The index alone is held in memory, about 40 bytes a record,
// and a value is read when it is asked for. Each record carries a checksum: a
// damaged one is as good as none. When the index is missing or older than the
// pack, because a run was killed, the rest of the pack is read through.
//
// One process at a time writes. Another that opens the cache meanwhile reads
// what was there, and what it puts is dropped.
package cache

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
	"sync"

	"dateline/internal/disk"
	"dateline/internal/lock"
)

// Dir is the directory of the cache under the site's root.
const Dir = ".dateline/cache"

const (
	packName  = "pack"
	indexName = "index"
	lockName  = "lock"
	partly    = ".tmp" // after the name of a file that is not whole yet
)

// Options bounds a cache. The zero value is useful.
type Options struct {
	// Keep is after how many calls of Sweep without use a record is dropped; default 4.
	Keep int
	// MaxBytes is the length that Sweep lets the pack have; default 4 GiB. The
	// records that have not been used for longest are dropped first.
	MaxBytes int64
}

// Cache is an open cache. Its methods may be called from several goroutines.
type Cache struct {
	opt      Options
	dir      disk.Dir
	shut     func() error // gives back what dir needs
	held     *lock.Lock
	readOnly bool

	mu      sync.RWMutex
	pack    disk.File
	id      [8]byte // of the pack, so that an index is not taken for that of another
	index   table
	tail    []byte // appended but not yet written to the pack
	written int64  // length of the pack without tail
	dead    int64  // bytes of the pack that no record uses
	dirty   bool   // the index in the file is out of date
	err     error  // the first failure to write, after which nothing is put
}

// digest stands for a key.
type digest [16]byte

// A pack is packMagic, its id, and records: recordMagic, digest, length, a
// checksum of these, a checksum of digest and value, the value.
const (
	packMagic   = "dlpack1\n"
	recordMagic = 0x4472c0de
	packHeader  = 16
	header      = 4 + 16 + 4 + 4 + 4
	flushAt     = 256 << 10
	maxValue    = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Open opens the cache of the site, and makes one if there is none. A cache that
// cannot be read is replaced by an empty one; the error is about the machine.
func Open(site string, opt Options) (*Cache, error) {
	if opt.Keep <= 0 {
		opt.Keep = 4
	}
	if opt.MaxBytes <= 0 {
		opt.MaxBytes = 4 << 30
	}
	top, err := os.OpenRoot(site)
	if err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	defer top.Close()
	if err := top.MkdirAll(Dir, 0o755); err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	root, err := top.OpenRoot(Dir)
	if err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	return openIn(disk.In(root), root.Close, opt)
}

// openIn is Open in the directory of the cache, which shut gives back.
func openIn(dir disk.Dir, shut func() error, opt Options) (*Cache, error) {
	c := &Cache{opt: opt, dir: dir, shut: shut}
	var err error
	c.held, err = lock.Try(dir, lockName)
	switch {
	case errors.Is(err, lock.ErrHeld):
		c.readOnly = true
	case err != nil:
		shut()
		return nil, fmt.Errorf("open cache: %w", err)
	}
	if !c.readOnly {
		for _, name := range []string{packName, indexName} { // of a run that was killed
			if err := dir.Remove(name + partly); err != nil && !errors.Is(err, os.ErrNotExist) {
				c.release()
				return nil, fmt.Errorf("open cache: %w", err)
			}
		}
	}
	if err := c.load(); err != nil {
		c.release()
		return nil, fmt.Errorf("open cache: %w", err)
	}
	return c, nil
}

// ReadOnly reports whether another process had the cache when it was opened.
func (c *Cache) ReadOnly() bool { return c.readOnly }

// Len returns the number of records.
func (c *Cache) Len() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.index.records)
}

func digestOf(key string) digest {
	var room [256]byte // so that no memory is asked for
	sum := sha256.Sum256(append(room[:0], key...))
	return digest(sum[:16])
}

// Get returns the value that was put last under key. The caller owns it.
func (c *Cache) Get(key string) ([]byte, bool) { return c.Append(nil, key) }

// Append is Get into memory that there is already: it appends the value to dst.
func (c *Cache) Append(dst []byte, key string) ([]byte, bool) {
	d := digestOf(key)
	c.mu.RLock()
	defer c.mu.RUnlock()
	r := c.index.find(d)
	if r == nil {
		return dst, false
	}
	at := len(dst)
	dst = slices.Grow(dst, header+int(r.len))
	b := dst[at : at+header+int(r.len)] // the record, whose header goes again
	if r.off >= c.written {
		copy(b, c.tail[r.off-c.written:])
	} else if _, err := c.pack.ReadAt(b, r.off); err != nil {
		return dst, false
	}
	h, ok := parseHeader(b)
	if !ok || h.digest != d || h.len != r.len || valueSum(b[4:20], b[header:]) != h.valueSum {
		return dst, false
	}
	r.use()
	return dst[:at+copy(b, b[header:])], true
}

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

// Put keeps val under key. It takes a copy. A failure to write is kept for Close
// to return: a cache that cannot be written costs time only.
func (c *Cache) Put(key string, val []byte) {
	if c.readOnly || len(val) > maxValue {
		return
	}
	d := digestOf(key)
	sum := valueSum(d[:], val)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil || c.pack == nil {
		return
	}
	c.dead += c.index.put(record{digest: d, off: c.written + int64(len(c.tail)), len: uint32(len(val)), state: usedBit})
	c.tail = appendHeader(c.tail, d, uint32(len(val)), sum)
	c.tail = append(c.tail, val...)
	c.dirty = true
	if len(c.tail) >= flushAt {
		c.flush()
	}
}

// flush writes the tail. After a failure the records in it are gone.
func (c *Cache) flush() {
	if len(c.tail) == 0 || c.err != nil {
		return
	}
	if _, err := c.pack.WriteAt(c.tail, c.written); err != nil {
		c.err = err
		c.index.records = slices.DeleteFunc(c.index.records, func(r record) bool { return r.off >= c.written })
		c.index.index()
		c.tail = nil
		return
	}
	c.written += int64(len(c.tail))
	c.tail = c.tail[:0]
}

// Close writes what is still to be written and the index, and gives the cache
// back. The cache must not be used after it.
func (c *Cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shut == nil {
		return nil
	}
	var err error
	if !c.readOnly && c.pack != nil {
		c.flush()
		err = c.err
		if err == nil && c.dirty {
			err = c.writeIndex()
		}
	}
	if c.pack != nil {
		err = errors.Join(err, c.pack.Close())
		c.pack = nil
	}
	c.release()
	if err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	return nil
}

func (c *Cache) release() {
	if c.held != nil {
		c.held.Release()
	}
	c.shut()
	c.shut = nil
}

type headerFields struct {
	digest   digest
	len      uint32
	valueSum uint32
}

func appendHeader(b []byte, d digest, n, sum uint32) []byte {
	start := len(b)
	b = binary.LittleEndian.AppendUint32(b, recordMagic)
	b = append(b, d[:]...)
	b = binary.LittleEndian.AppendUint32(b, n)
	b = binary.LittleEndian.AppendUint32(b, sum)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[start:], castagnoli))
}

func parseHeader(b []byte) (h headerFields, ok bool) {
	if len(b) < header || binary.LittleEndian.Uint32(b) != recordMagic ||
		binary.LittleEndian.Uint32(b[header-4:]) != crc32.Checksum(b[:header-4], castagnoli) {
		return h, false
	}
	h.digest = digest(b[4:20])
	h.len = binary.LittleEndian.Uint32(b[20:])
	h.valueSum = binary.LittleEndian.Uint32(b[24:])
	return h, h.len <= maxValue
}

func valueSum(digest, val []byte) uint32 {
	return crc32.Update(crc32.Checksum(digest, castagnoli), castagnoli, val)
}

// create begins an empty pack in the place of whatever is there.
func (c *Cache) create() error {
	c.id = newID()
	f, err := c.dir.OpenFile(packName, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(packHead(c.id)); err != nil {
		f.Close()
		return err
	}
	c.pack, c.written, c.dirty = f, packHeader, true
	return nil
}

func newID() (id [8]byte) {
	rand.Read(id[:])
	return id
}

func packHead(id [8]byte) []byte { return append([]byte(packMagic), id[:]...) }

// load opens the pack and finds its records.
func (c *Cache) load() error {
	flag := os.O_RDWR
	if c.readOnly {
		flag = os.O_RDONLY
	}
	f, err := c.dir.OpenFile(packName, flag, 0)
	if errors.Is(err, os.ErrNotExist) && !c.readOnly {
		return c.create()
	} else if errors.Is(err, os.ErrNotExist) {
		return nil // nothing to read yet
	}
	if err != nil {
		return err
	}
	c.pack = f
	var head [packHeader]byte
	if n, err := f.ReadAt(head[:], 0); err != nil && err != io.EOF {
		f.Close()
		return err
	} else if n < packHeader || string(head[:8]) != packMagic {
		if c.readOnly {
			return nil
		}
		f.Close()
		return c.create()
	}
	copy(c.id[:], head[8:])
	fi, err := f.Stat()
	if err != nil {
		f.Close()
		return err
	}
	c.written = packHeader
	if data, err := c.dir.ReadFile(indexName); err == nil {
		c.readIndex(data, fi.Size())
	}
	return c.scan(fi.Size())
}

// scan finds the records from c.written on, which the index does not know. It
// ends at the first that is not whole; what follows will be overwritten.
func (c *Cache) scan(size int64) error {
	var b [header]byte
	for c.written+header <= size {
		if _, err := c.pack.ReadAt(b[:], c.written); err != nil {
			return err
		}
		h, ok := parseHeader(b[:])
		if !ok || c.written+header+int64(h.len) > size {
			break
		}
		c.dead += c.index.put(record{digest: h.digest, off: c.written, len: h.len})
		c.written += header + int64(h.len)
		c.dirty = true
	}
	return nil
}
