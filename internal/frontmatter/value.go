package frontmatter

import (
	"strconv"
	"strings"
)

// Plain returns a value as templates see it: nil, string, bool, int, float64,
// []any or map[string]any, with nothing of the source kept alive.
func (v Value) Plain() any {
	switch v.Kind {
	case Null:
		return nil
	case Bool:
		return strings.EqualFold(v.Text, "true")
	case Number:
		if n, err := strconv.Atoi(v.Text); err == nil {
			return n
		}
		if x, err := strconv.ParseFloat(v.Text, 64); err == nil {
			return x
		}
	case List:
		out := make([]any, len(v.List))
		for i := range v.List {
			out[i] = v.List[i].Plain()
		}
		return out
	case Map:
		out := make(map[string]any, len(v.Map))
		for _, f := range v.Map {
			out[strings.Clone(f.Key)] = f.Value.Plain()
		}
		return out
	}
	return strings.Clone(v.Text)
}
