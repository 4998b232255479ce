package export

import "dateline/internal/jsonld"

// appendJSONLD writes the events as schema.org describes them.
func appendJSONLD(dst []byte, s *Selection) ([]byte, error) {
	return append(jsonld.AppendEvents(dst, s.Site, s.Events), '\n'), nil
}
