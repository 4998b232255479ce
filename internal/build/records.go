package build

import (
	"crypto/sha256"

	"dateline/internal/article"
)

// room is memory for compiling one file after the other.
type room struct {
	src []byte
	rec article.Records
}

// maxRoom is how large a source may be, in bytes, so that the memory that it was
// compiled in is kept.
const maxRoom = 1 << 20

// remember puts what a source was compiled to into the cache.
func (b *Builder) remember(id id, rec article.Records) {
	b.cache.Put(id.in("article "), rec.Article)
	b.cache.Put(id.in("page "), rec.Page)
	b.cache.Put(id.in("citations "), rec.Citations)
	b.cache.Put(id.in("words "), rec.Words)
}

// id stands for everything that a file was compiled from. Its records are kept under it.
type id [16]byte

func newID(env, path string, sum [32]byte) id {
	h := sha256.New()
	h.Write([]byte(env))
	h.Write([]byte(path))
	h.Write(sum[:])
	return id(h.Sum(nil)[:16])
}

// in returns the key of a record in the cache.
func (i id) in(kind string) string { return kind + string(i[:]) }
