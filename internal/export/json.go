package export

import (
	"bytes"
	"encoding/json"
)

// appendJSON appends a value as JSON with indents and a line end. Values are of our
// own types, which are all that JSON can say; what is not UTF-8 becomes U+FFFD.
func appendJSON(b []byte, v any) []byte {
	out := bytes.NewBuffer(b)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic(err) // a type that JSON has no form for
	}
	return out.Bytes()
}
