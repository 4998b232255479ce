package cache

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"slices"
)

// An index is indexMagic, the pack's id, how much of the pack it covers, how much
// of that is dead, and for each record its digest, offset, length and age, in the
// order of offsets; then a checksum.
const (
	indexMagic  = "dlindex1"
	indexHeader = 8 + 8 + 8 + 8
	indexRecord = 16 + 8 + 4 + 1
)

func (c *Cache) writeIndex() error {
	type item struct {
		digest
		*record
	}
	items := make([]item, 0, len(c.index))
	for d, r := range c.index {
		items = append(items, item{d, r})
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.off, b.off) })
	b := make([]byte, 0, indexHeader+indexRecord*len(items)+4)
	b = append(b, indexMagic...)
	b = append(b, c.id[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(c.written))
	b = binary.LittleEndian.AppendUint64(b, uint64(c.dead))
	for _, it := range items {
		b = append(b, it.digest[:]...)
		b = binary.LittleEndian.AppendUint64(b, uint64(it.off))
		b = binary.LittleEndian.AppendUint32(b, it.len)
		age := it.age
		if it.used.Load() {
			age = 0
		}
		b = append(b, age)
	}
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	return c.replace(indexName, func(f *os.File) error { _, err := f.Write(b); return err })
}

// readIndex takes over an index if it is whole, of this pack, and not of a longer
// one: then the pack was cut, and has to be read through.
func (c *Cache) readIndex(data []byte, size int64) {
	if len(data) < indexHeader+4 || !bytes.HasPrefix(data, []byte(indexMagic)) || [8]byte(data[8:16]) != c.id {
		return
	}
	body, sum := data[:len(data)-4], binary.LittleEndian.Uint32(data[len(data)-4:])
	covers, dead := int64(binary.LittleEndian.Uint64(body[16:])), int64(binary.LittleEndian.Uint64(body[24:]))
	rows := body[indexHeader:]
	if sum != crc32.Checksum(body, castagnoli) || len(rows)%indexRecord != 0 || covers > size || covers < packHeader {
		return
	}
	index := make(map[digest]*record, len(rows)/indexRecord)
	block := make([]record, len(rows)/indexRecord)
	for i := range block {
		row := rows[i*indexRecord:]
		r := &block[i]
		r.off = int64(binary.LittleEndian.Uint64(row[16:]))
		r.len = binary.LittleEndian.Uint32(row[24:])
		r.age = row[28]
		if r.off < packHeader || r.off+header+int64(r.len) > covers {
			return
		}
		index[digest(row)] = r
	}
	c.index, c.written, c.dead = index, covers, dead
}

// Sweep drops records that have not been used since the last few sweeps, and
// those that are too many. It is to be called after a run that used everything
// that is still needed. The pack is rewritten only when most of it is dead.
func (c *Cache) Sweep() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.readOnly || c.err != nil || c.pack == nil {
		return
	}
	type item struct {
		digest
		*record
	}
	items := make([]item, 0, len(c.index))
	live := int64(packHeader)
	for d, r := range c.index {
		if r.used.Load() {
			c.dirty = c.dirty || r.age != 0
			r.age = 0
			r.used.Store(false)
		} else if r.age < 255 {
			r.age++
			c.dirty = true
		}
		items = append(items, item{d, r})
		live += header + int64(r.len)
	}
	// Youngest last; among equals those that were put last.
	slices.SortFunc(items, func(a, b item) int { return cmp.Or(-cmp.Compare(a.age, b.age), cmp.Compare(a.off, b.off)) })
	for _, it := range items {
		if int(it.age) < c.opt.Keep && live <= c.opt.MaxBytes {
			break
		}
		delete(c.index, it.digest)
		live -= header + int64(it.len)
		c.dead += header + int64(it.len)
		c.dirty = true
	}
	c.flush()
	if c.err == nil && (c.dead > c.written/2 && c.dead > flushAt || c.written > c.opt.MaxBytes && c.dead > 0) {
		c.err = c.compact()
	}
}

// compact writes a pack of the live records and puts it in the place of the old.
// The tail must have been flushed.
func (c *Cache) compact() error {
	live := make([]digest, 0, len(c.index))
	for d := range c.index {
		live = append(live, d)
	}
	slices.SortFunc(live, func(a, b digest) int { return cmp.Compare(c.index[a].off, c.index[b].off) })
	id := newID()
	at := make([]int64, len(live)) // the new offsets; 0 for a damaged record, which is not worth carrying on
	written := int64(packHeader)
	err := c.replace(packName, func(f *os.File) error {
		if _, err := f.Write(packHead(id)); err != nil {
			return err
		}
		var buf []byte
		for i, d := range live {
			r := c.index[d]
			n := header + int(r.len)
			buf = slices.Grow(buf[:0], n)[:n]
			if _, err := c.pack.ReadAt(buf, r.off); err != nil {
				return err
			}
			if h, ok := parseHeader(buf); !ok || h.digest != d || h.len != r.len {
				continue
			}
			if _, err := f.Write(buf); err != nil {
				return err
			}
			at[i] = written
			written += int64(n)
		}
		return nil
	})
	if err != nil {
		return err
	}
	f, err := c.root.OpenFile(packName, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = c.pack.Close()
	c.pack, c.id, c.written, c.dead, c.dirty = f, id, written, 0, true
	for i, d := range live {
		if at[i] == 0 {
			delete(c.index, d)
		} else {
			c.index[d].off = at[i]
		}
	}
	return err
}

// replace writes a file and puts it in the place of the named one, as one step.
func (c *Cache) replace(name string, write func(*os.File) error) error {
	tmp := name + ".tmp"
	f, err := c.root.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = c.root.Rename(tmp, name)
	}
	if err != nil {
		return errors.Join(err, c.root.Remove(tmp))
	}
	return nil
}
