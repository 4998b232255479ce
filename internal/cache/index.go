package cache

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"slices"

	"dateline/internal/disk"
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
	c.index.sort()
	items := c.index.records
	b := make([]byte, 0, indexHeader+indexRecord*len(items)+4)
	b = append(b, indexMagic...)
	b = append(b, c.id[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(c.written))
	b = binary.LittleEndian.AppendUint64(b, uint64(c.dead))
	for i := range items {
		it := &items[i]
		b = append(b, it.digest[:]...)
		b = binary.LittleEndian.AppendUint64(b, uint64(it.off))
		b = binary.LittleEndian.AppendUint32(b, it.len)
		age := it.age()
		if it.used() {
			age = 0
		}
		b = append(b, age)
	}
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	return c.replace(indexName, func(f disk.File) error { _, err := f.Write(b); return err })
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
	records := make([]record, len(rows)/indexRecord)
	for i := range records {
		row := rows[i*indexRecord:]
		r := record{
			digest: digest(row), off: int64(binary.LittleEndian.Uint64(row[16:])),
			len: binary.LittleEndian.Uint32(row[24:]), state: uint32(row[28]),
		}
		if r.off < packHeader || r.off+r.bytes() > covers {
			return
		}
		records[i] = r
	}
	c.index.records, c.written, c.dead = records, covers, dead
	c.index.index()
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
	list := c.index.records
	live := int64(packHeader)
	for i := range list {
		r := &list[i]
		age := r.age()
		if r.used() {
			age = 0
		} else if age < 255 {
			age++
		}
		c.dirty = c.dirty || age != r.age()
		r.state = uint32(age)
		live += r.bytes()
	}
	// Youngest last; among equals those that were put last.
	slices.SortFunc(list, func(a, b record) int { return cmp.Or(-cmp.Compare(a.age(), b.age()), cmp.Compare(a.off, b.off)) })
	drop := 0
	for ; drop < len(list) && (int(list[drop].age()) >= c.opt.Keep || live > c.opt.MaxBytes); drop++ {
		live -= list[drop].bytes()
		c.dead += list[drop].bytes()
		c.dirty = true
	}
	c.index.records = slices.Delete(list, 0, drop)
	c.index.index()
	c.flush()
	if c.err == nil && (c.dead > c.written/2 && c.dead > flushAt || c.written > c.opt.MaxBytes && c.dead > 0) {
		c.err = c.compact()
	}
}

// compact writes a pack of the live records and puts it in the place of the old.
// The tail must have been flushed.
func (c *Cache) compact() error {
	c.index.sort()
	id := newID()
	live := make([]record, 0, len(c.index.records)) // but damaged ones, which are not worth carrying on
	written := int64(packHeader)
	err := c.replace(packName, func(f disk.File) error {
		w := bufio.NewWriterSize(f, flushAt)
		w.Write(packHead(id)) // its errors stay until Flush
		var buf []byte
		for _, r := range c.index.records {
			buf = slices.Grow(buf[:0], int(r.bytes()))[:r.bytes()]
			if _, err := c.pack.ReadAt(buf, r.off); err != nil {
				return err
			}
			if h, ok := parseHeader(buf); !ok || h.digest != r.digest || h.len != r.len {
				continue
			}
			if _, err := w.Write(buf); err != nil {
				return err
			}
			r.off = written
			live = append(live, r)
			written += r.bytes()
		}
		return w.Flush()
	})
	if err != nil {
		return err
	}
	f, err := c.dir.OpenFile(packName, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = c.pack.Close()
	c.pack, c.id, c.written, c.dead, c.dirty = f, id, written, 0, true
	c.index.records = live
	c.index.index()
	return err
}

// replace writes a file and puts it in the place of the named one, as one step.
func (c *Cache) replace(name string, write func(disk.File) error) error {
	tmp := name + partly
	f, err := c.dir.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = c.dir.Rename(tmp, name)
	}
	if err != nil {
		return errors.Join(err, c.dir.Remove(tmp))
	}
	return nil
}
