package export

import (
	"dateline/internal/jsonld"
	"dateline/internal/ner"
	"dateline/internal/site"
)

// The parts of GeoJSON (RFC 7946) and of the Linked Places format, which is GeoJSON
// and JSON-LD at once (github.com/LinkedPasts/linked-places-format), that are written.
type (
	featureCollection struct {
		Type     string    `json:"type"`
		Context  string    `json:"@context"`
		Features []feature `json:"features"`
	}
	feature struct {
		ID           string        `json:"@id"`
		Type         string        `json:"type"`
		Properties   properties    `json:"properties"`
		Names        []toponym     `json:"names"`
		Geometry     point         `json:"geometry"`
		Links        []placeLink   `json:"links,omitempty"`
		Relations    []relation    `json:"relations,omitempty"`
		Descriptions []description `json:"descriptions,omitempty"`
	}
	properties struct {
		Title    string `json:"title"`
		Articles int    `json:"articles"` // that name it
		Mentions int    `json:"mentions"`
	}
	toponym struct {
		Toponym string `json:"toponym"`
	}
	point struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"` // longitude and latitude
	}
	placeLink struct {
		Type       string `json:"type"`
		Identifier string `json:"identifier"`
	}
	relation struct {
		Type  string `json:"relationType"`
		To    string `json:"relationTo"`
		Label string `json:"label"`
	}
	description struct {
		Value string `json:"value"`
		Lang  string `json:"lang"`
	}
)

// appendPlaces appends the selected places that have coordinates.
func appendPlaces(dst []byte, s *Selection) ([]byte, error) {
	all := featureCollection{Type: "FeatureCollection", Context: "https://linkedpasts.org/assets/linkedplaces-context-v1.1.jsonld", Features: []feature{}}
	for _, e := range located(s.Places) {
		f := feature{
			ID: s.absolute(e.URL), Type: "Feature", Properties: properties{e.Name, len(e.Articles), e.Mentions},
			Names: []toponym{{e.Name}}, Geometry: point{"Point", [2]float64{e.Coordinates.Lon, e.Coordinates.Lat}},
		}
		for _, name := range e.Aliases {
			f.Names = append(f.Names, toponym{name})
		}
		for _, id := range e.SameAs {
			if u := jsonld.Address(id); u != "" {
				f.Links = append(f.Links, placeLink{"exactMatch", u})
			}
		}
		if whole := s.Site.Entity(e.PartOf); whole != nil && whole.Kind == ner.Place {
			f.Relations = []relation{{"gvp:broaderPartitive", s.absolute(whole.URL), whole.Name}}
		}
		if e.Description != "" {
			f.Descriptions = []description{{e.Description, s.Site.Settings.Language}}
		}
		all.Features = append(all.Features, f)
	}
	return appendJSON(dst, all), nil
}

// located returns the places among entities that have coordinates.
func located(entities []*site.Entity) []*site.Entity {
	var out []*site.Entity
	for _, e := range entities {
		if Located(e) {
			out = append(out, e)
		}
	}
	return out
}

// Located reports whether an entity is a place with coordinates.
func Located(e *site.Entity) bool { return e.Kind == ner.Place && e.Coordinates != nil }
