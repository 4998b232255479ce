package jsonld

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
)

// A string is what encoding/json makes of it, whose escapes keep a script element whole.
func FuzzString(f *testing.F) {
	for _, s := range []string{"", "plain", `"quoted" \`, "</script><!-- & -->", "a\u2028b\u2029c", "\x00\b\f\n\r\t\x1f\x7f", "é\xff\xc3", "\ufffd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := appendString([]byte("x"), s); !bytes.Equal(got[1:], want) {
			t.Errorf("%q: got %s, want %s", s, got[1:], want)
		}
	})
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		n    float64
		want string
	}{{704, "704"}, {-0.1278, "-0.1278"}, {51.5, "51.5"}, {1e-7, "1e-7"}, {math.NaN(), "0"}, {math.Inf(1), "0"}} {
		if got := appendNumber(nil, c.n); string(got) != c.want {
			t.Errorf("%v: got %s, want %s", c.n, got, c.want)
		}
	}
}
