package site

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/entity"
	"dateline/internal/ner"
)

// who gathers entities and who names them.
func (l *linker) who() {
	l.meet()
	l.post()
	l.entityPages()
}

// newcomers are the entities that articles name and no register has.
type newcomers struct {
	found     map[string][]*entity.Entity // by id, as the articles have it
	respelled map[string]string           // from the id of another spelling to the id that stands for it
}

// newcomers gathers them from the listed articles.
func (l *linker) newcomers() newcomers {
	n := newcomers{found: map[string][]*entity.Entity{}}
	for _, a := range l.s.Articles {
		for _, f := range a.Found {
			n.found[f.ID] = append(n.found[f.ID], f)
		}
	}
	one := make([]*entity.Entity, 0, len(n.found))
	for _, list := range n.found {
		one = append(one, vote(list))
	}
	n.respelled = l.Register.Respelled(one, func(id string) int { return len(n.found[id]) })
	for from, to := range n.respelled {
		n.found[to] = append(n.found[to], n.found[from]...)
	}
	return n
}

// fit reports whether a newcomer gets a page: somebody linked it, or it has a
// name of several words, or several articles name it.
func (n *newcomers) fit(id string) bool {
	list := n.found[id]
	if len(list) != 1 {
		return true
	}
	e := list[0]
	return e.Origin != entity.FromText || e.Kind == ner.Person || strings.Contains(e.Name, " ")
}

// meet makes the site's entities of those that the register has and those that
// articles name, and notes in every article who is who.
func (l *linker) meet() {
	s, fresh := l.s, l.newcomers()
	var all []*Entity // in the order in which they were met, numbered
	meet := func(e *entity.Entity) *Entity {
		m := &Entity{Entity: e, index: uint32(len(all))}
		all = append(all, m)
		return m
	}
	for _, e := range l.Register.Own() {
		if e.MergedInto == "" {
			s.entities[e.ID] = meet(e)
		}
	}
	for _, a := range s.Articles {
		a.Named = make([]uint32, len(a.Refs))
		for i := range a.Refs {
			id := a.Refs[i].ID.Value()
			e := s.entities[id]
			if e == nil {
				known := l.Register.Lookup(id)
				to := id // the id that its page has
				switch {
				case known != nil:
					to = known.ID
				case fresh.respelled[id] != "":
					to = fresh.respelled[id]
				}
				if known == nil {
					if !fresh.fit(to) {
						a.Named[i] = Nobody
						continue
					}
					known = vote(fresh.found[to])
				}
				if e = s.entities[to]; e == nil {
					if known == nil {
						known = &entity.Entity{ID: to, Name: to, Kind: ner.Thing}
					}
					e = meet(known)
					s.entities[to] = e
				}
				s.entities[id] = e
			}
			a.Named[i] = e.index
		}
	}
	for id, e := range s.entities {
		if id != e.ID {
			continue
		}
		e.Unreviewed = e.Path == ""
		e.URL = entity.URL(e.ID)
		s.Entities = append(s.Entities, e)
	}
	sort.Slice(s.Entities, func(i, j int) bool { return s.Entities[i].ID < s.Entities[j].ID })
	for i, e := range s.Entities {
		e.index = uint32(i)
	}
	for _, a := range s.Articles {
		for i, met := range a.Named {
			if met != Nobody {
				a.Named[i] = all[met].index
			}
		}
	}
	// Unlisted articles link to entities but are listed by none; what only they
	// name must not become a page that gives them away.
	for _, p := range s.Pages {
		if p.Kind == ArticlePage && !p.Article.Listed {
			p.Article.Named = make([]uint32, len(p.Article.Refs))
			for i, r := range p.Article.Refs {
				if p.Article.Named[i] = Nobody; s.entities[r.ID.Value()] != nil {
					p.Article.Named[i] = s.entities[r.ID.Value()].index
				}
			}
		}
	}
	for from, to := range fresh.respelled {
		if e := s.entities[to]; e != nil && s.entities[from] == e {
			l.add(&Page{Kind: Redirect, URL: entity.URL(from), Title: e.Name, Listing: &Listing{Target: e.URL}})
		}
	}
}

// post notes in every entity the articles that name it.
func (l *linker) post() {
	s := l.s
	total := 0
	count := make([]int, len(s.Entities))
	for _, a := range s.Articles {
		for _, of := range a.Named {
			if of != Nobody {
				count[of]++
				total++
			}
		}
	}
	slab := make([]Posting, total)
	for i, e := range s.Entities {
		e.Articles, slab = slab[:0:count[i]], slab[count[i]:]
	}
	for _, a := range s.Articles {
		for i, of := range a.Named {
			if of == Nobody {
				continue
			}
			e, n := s.Entities[of], a.Refs[i].Count
			if k := len(e.Articles); k > 0 && e.Articles[k-1].Article == a.Index { // named beside an id that is merged into it
				e.Articles[k-1].Count += n
			} else {
				e.Articles = append(e.Articles, Posting{Article: a.Index, Count: n, Ref: uint16(i)})
			}
			e.Mentions += int(n)
		}
	}
}

// entityPages adds the pages of entities, and what leads on to them.
func (l *linker) entityPages() {
	s := l.s
	rows := s.Settings.Paginate
	for _, e := range s.Entities {
		n := max(1, (len(e.Articles)+rows-1)/rows)
		for i := range n {
			p := &Page{Kind: EntityPage, URL: pageURL(e.URL, i), Title: e.Name, Entity: e, Listing: &Listing{
				Postings: e.Articles[min(i*rows, len(e.Articles)):min((i+1)*rows, len(e.Articles))],
				Pager:    pager(e.URL, i, n, len(e.Articles)),
			}}
			if i == 0 {
				p.From = addr.Source(e.Path)
			}
			l.add(p)
		}
	}
	for _, e := range l.Register.Own() {
		if e.MergedInto == "" && len(e.Redirects) == 0 {
			continue
		}
		to := s.entities[l.target(e.ID)]
		if to == nil {
			continue
		}
		leads := func(from addr.URL) {
			l.add(&Page{Kind: Redirect, URL: from, Title: to.Name, From: addr.Source(e.Path), Listing: &Listing{Target: to.URL}})
		}
		known := func(id string) bool {
			if s.entities[id] == nil {
				s.entities[id] = to
			}
			return true
		}
		if e.MergedInto != "" {
			known(e.ID)
			leads(entity.URL(e.ID))
		}
		e.Former(known)
		for _, from := range e.Redirects {
			leads(from)
		}
	}
}

// target follows tombstones.
func (l *linker) target(id string) string {
	if e := l.Register.Lookup(id); e != nil {
		return e.ID
	}
	return id
}

// vote makes one entity of those that articles found under one id: the name
// and kind that most of them give, whatever the order.
func vote(list []*entity.Entity) *entity.Entity {
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, b *entity.Entity) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
	})
	best, run, bestRun := list[0], 0, 0
	for i, e := range list {
		if i > 0 && e.Name == list[i-1].Name && e.Kind == list[i-1].Kind {
			run++
		} else {
			run = 1
		}
		if run > bestRun {
			best, bestRun = e, run
		}
	}
	return best
}
