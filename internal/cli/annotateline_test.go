package cli

import (
	"encoding/json"
	"reflect"
	"testing"
)

// Whatever a line is, it is read as the library reads it, and what it holds is written
// so that the library reads the same.
func FuzzReadDocument(f *testing.F) {
	for _, s := range []string{
		`{"id": "a\u0062", "text": "“Rain” \ud83c\udf27\n\\\"\/\t", "date":"2013-09-09","mode":"news"} ` + "\n",
		`{"id":7,"text":"x"}`, `{"text":"x","text":"y"}`, `{"Text":"x"}`, `{"text":null}`, `{"text":"\ud83c"}`, `{"text":"\x"}`, "{\"text\":\"a\xffb\"}",
		`{}`, `{"text":"x",}`, `{"text":"x"} {`, `{"te\u0078t":"x"}`, `{"text":"x","title":["y"]}`, "{\"text\":\"\x01\"}", `{"text":"12345678\u00zz"}`, `{"text":"x`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		got, err := readDocument(line)
		var want document
		if wantErr := json.Unmarshal(line, &want); (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, not %v", line, err, wantErr)
		}
		if err != nil {
			return
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q is %q, not %q", line, got, want)
		}
		var again string
		if err := json.Unmarshal(appendString(nil, got.Text), &again); err != nil || again != got.Text {
			t.Fatalf("%q is written as %q: %v", got.Text, appendString(nil, got.Text), err)
		}
	})
}
