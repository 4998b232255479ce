package article

import (
	"bytes"
	"fmt"
	"path"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/frontmatter"
	"dateline/internal/ner"
)

// entityKeys are the keys of an entity's header, for "did you mean".
var entityKeys = []string{
	"name", "type", "aliases", "ambiguous", "never", "sameAs", "description", "born", "died", "founded", "roles", "coordinates",
	"image", "partOf", "sortName", "mergedInto", "differentFrom", "demonyms", "tags", "redirects",
}

// ReadEntity reads an entity's file: its header, and the offset of its page's
// text. The id is the file's name without ending. It returns nil when the file
// cannot name an entity; the diagnostics say why.
func ReadEntity(file string, src []byte) (*entity.Entity, int, diag.List) {
	fm, diags := frontmatter.Split(file, src)
	h := &header{file: file, src: src, diags: diags}
	id := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if id == "index" {
		id = path.Base(path.Dir(file))
	}
	e := &entity.Entity{ID: id, Path: file, Origin: entity.FromRegister}
	if err := addr.CheckID(id); err != nil {
		h.diags = append(h.diags, diag.New(diag.Error, "bad-id", file, "%v", err).WithHint("rename the file to %s.md", addr.Slug(id)))
		return nil, fm.Body, h.diags
	}
	for _, f := range fm.Fields {
		switch frontmatter.Fold(f.Key) {
		case "name", "title":
			e.Name = h.text(f)
		case "type", "kind":
			s := h.oneOf(f, "person", "place", "organisation", "organization", "event", "work", "group", "thing")
			if s == "organization" {
				s = "organisation"
			}
			e.Kind = ner.ParseKind(s)
		case "aliases", "alias":
			e.Aliases = h.texts(f)
		case "ambiguous":
			e.Ambiguous = h.texts(f)
		case "never":
			e.Never = h.texts(f)
		case "demonyms":
			e.Demonyms = h.texts(f)
		case "sameas":
			e.SameAs = h.texts(f)
		case "description":
			e.Description = h.text(f)
		case "born":
			e.Born = h.date(f)
		case "died":
			e.Died = h.date(f)
		case "founded":
			e.Founded = h.date(f)
		case "roles":
			e.Roles = h.roles(f)
		case "coordinates":
			e.Coordinates = h.point(f)
		case "image":
			e.Image = h.text(f)
		case "partof":
			e.PartOf = h.text(f)
		case "sortname":
			e.SortName = h.text(f)
		case "differentfrom":
			e.DifferentFrom = h.texts(f)
		case "mergedinto":
			e.MergedInto = h.text(f)
		case "redirects":
			for _, s := range h.texts(f) {
				if u := h.address(f, s, f.Value); u != "" {
					e.Redirects = append(e.Redirects, u)
				}
			}
		case "tags":
		default:
			d := h.bad(diag.Warning, "unknown-key", f.Start, f.Start+len(f.Key), "unknown key %q", f.Key)
			if guess := diag.Nearest(f.Key, entityKeys); guess != "" {
				d.Hint = fmt.Sprintf("did you mean %q?", guess)
			}
		}
	}
	if e.Name == "" && e.MergedInto == "" {
		h.diags = append(h.diags, diag.At(diag.Error, "no-name", file, src, 0, 0, "the entity %q has no name", id).WithHint("add name: to its header"))
		return nil, fm.Body, h.diags
	}
	if e.Kind == ner.Unknown && e.MergedInto == "" {
		h.diags = append(h.diags, diag.At(diag.Error, "no-type", file, src, 0, 0, "the entity %q has no type", id).WithHint("add type: person, place, organisation, event, work, group or thing"))
		e.Kind = ner.Thing
	}
	titles := make([]string, len(e.Roles))
	for i, r := range e.Roles {
		titles[i] = r.Title + " " + r.Of
	}
	e.HasText = len(bytes.TrimSpace(src[fm.Body:])) > 0
	e.Topic = entity.TopicOf(e.Description, strings.Join(titles, " "), string(src[fm.Body:]))
	return e, fm.Body, h.diags
}

func (h *header) roles(f frontmatter.Field) []entity.Role {
	if f.Value.Kind != frontmatter.List {
		h.wrongType(f, "a list of offices")
		return nil
	}
	var out []entity.Role
	for _, v := range f.Value.List {
		if v.Kind == frontmatter.String {
			out = append(out, entity.Role{Title: strings.Clone(v.Text)})
			continue
		}
		if v.Kind != frontmatter.Map {
			h.bad(diag.Error, "wrong-type", v.Start, v.End, "an entry of %q is not a map", f.Key).Hint = "write each as {title: Foreign Secretary, of: united-kingdom, when: 2010-05-12/2014-07-14}"
			continue
		}
		var r entity.Role
		for _, g := range v.Map {
			switch frontmatter.Fold(g.Key) {
			case "title", "name":
				r.Title = h.text(g)
			case "of":
				r.Of = h.text(g)
			case "when":
				r.When = h.date(g)
			default:
				h.bad(diag.Warning, "unknown-key", g.Start, g.Start+len(g.Key), "unknown key %q in roles", g.Key).Hint = "the keys are title, of and when"
			}
		}
		if r.Title == "" {
			h.bad(diag.Error, "no-title", v.Start, v.Start+1, "a role has no title").Hint = "add title: the office's name"
			continue
		}
		out = append(out, r)
	}
	return out
}

func (h *header) point(f frontmatter.Field) *entity.Point {
	var parts []string
	switch f.Value.Kind {
	case frontmatter.List:
		for _, v := range f.Value.List {
			parts = append(parts, v.Text)
		}
	case frontmatter.String:
		parts = strings.Split(f.Value.Text, ",")
	}
	if len(parts) == 2 {
		lat, err1 := strconv.ParseFloat(strings.TrimSpace(parts[0]), 64)
		lon, err2 := strconv.ParseFloat(strings.TrimSpace(parts[1]), 64)
		if err1 == nil && err2 == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 {
			return &entity.Point{Lat: lat, Lon: lon}
		}
	}
	h.bad(diag.Error, "bad-coordinates", f.Value.Start, f.Value.End, "the coordinates are not a latitude and a longitude").Hint = "write [33.51, 36.29], in degrees, north and east positive"
	return nil
}
