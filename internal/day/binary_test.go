package day

import "testing"

// FuzzBinary: a date that is read is the one that was written, and any bytes
// that are read as a date are those of one.
func FuzzBinary(f *testing.F) {
	for _, s := range []string{"", "2013-09-09", "2013", "201X", "19XX", "1984~", "1984?/2004-06%", "../2013", "2013/..", "2013-21", "Y-170000000", "[1667,1668, 1670..1672]", "-0044-03-15", "2013-09-09/2013-09-15", "Y17E8"} {
		f.Add(s, []byte{1, 0, 2, 0})
	}
	f.Fuzz(func(t *testing.T, s string, raw []byte) {
		if d, err := Parse(s); err == nil || s == "" {
			b, _ := d.AppendBinary(nil)
			var got Date
			if err := got.UnmarshalBinary(b); err != nil || got != d {
				t.Fatalf("%q is read as %q, %v", d, got, err)
			}
		}
		var d, again Date
		if d.UnmarshalBinary(raw) != nil {
			return
		}
		if b, _ := d.AppendBinary(nil); again.UnmarshalBinary(b) != nil || again != d {
			t.Fatalf("%v is read as %+v and then as %+v", raw, d, again)
		}
	})
}
