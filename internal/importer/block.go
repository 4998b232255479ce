package importer

// shape is what a block is in Markdown.
type shape uint8

const (
	paragraph shape = iota
	heading
	quotation
	figure
	item    // of a bulleted list
	verbose // finished Markdown that stands as it is
)

// block is a part of the input with its label: what all readers make and the
// writer takes.
type block struct {
	label  Label
	reason string
	shape  shape
	level  int    // of a heading
	md     string // the block's words as Markdown, without the marks of its shape
}
