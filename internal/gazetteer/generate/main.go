// Command generate makes the table of package gazetteer from the lists in
// internal/gazetteer/data and three published sources, which it reads from
// files and never fetches; README.md beside the table says where they are from.
package main

import (
	"bufio"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/gazetteer"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

func main() {
	var g generator
	out := flag.String("out", "world.bin", "file to write")
	flag.StringVar(&g.lists, "lists", "data", "folder of our own lists")
	flag.StringVar(&g.sources, "sources", "sources", "folder of the unpacked sources, see README.md")
	flag.IntVar(&g.least, "least", 15000, "inhabitants a city must have, unless it is a capital or a seat of government")
	flag.Parse()
	if err := g.run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

type generator struct {
	lists, sources string
	least          int

	content gazetteer.Content
	taken   map[string]bool // ids
	phrases []ranked
	names   map[string][]uint32 // folded phrase to entries, to keep each once
	areas   map[string]string   // ids of regions by country and code, as GeoNames has it
}

// ranked is a phrase with what decides among those with the same words.
type ranked struct {
	gazetteer.Phrase
	rank int
}

func (g *generator) run(out string) error {
	g.taken, g.names, g.areas = map[string]bool{}, map[string][]uint32{}, map[string]string{}
	g.content.Facts = map[uint64]gazetteer.Fact{}
	for _, step := range []func() error{g.countries, g.regions, g.organisations, g.cities, g.titles, g.cues, g.english, g.people} {
		if err := step(); err != nil {
			return err
		}
	}
	slices.SortStableFunc(g.phrases, func(a, b ranked) int { return cmp.Compare(b.rank, a.rank) })
	for _, p := range g.phrases {
		g.content.Phrases = append(g.content.Phrases, p.Phrase)
	}
	b, err := gazetteer.Encode(g.content)
	if err != nil {
		return err
	}
	fmt.Printf("%d entries, %d phrases, %d words, %d bytes\n", len(g.content.Entries), len(g.content.Phrases), len(g.content.Facts), len(b))
	return os.WriteFile(out, b, 0o644)
}

// add adds an entry under the first free of the ids.
func (g *generator) add(e gazetteer.Entry, ids ...string) uint32 {
	for _, id := range ids {
		if id != "" && len(id) <= 64 && !g.taken[id] {
			e.ID = id
			break
		}
	}
	g.taken[e.ID] = true
	g.content.Entries = append(g.content.Entries, e)
	return uint32(len(g.content.Entries) - 1)
}

// say adds names of an entry; rank decides who is meant where several bear one.
func (g *generator) say(n uint32, rank int, names ...string) {
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == "" || slices.Contains(g.names[name], n) {
			continue
		}
		g.names[name] = append(g.names[name], n)
		g.phrases = append(g.phrases, ranked{gazetteer.Phrase{Text: name, Ref: n}, rank})
	}
}

// know adds a fact about each of the words.
func (g *generator) know(f gazetteer.Fact, words ...string) {
	for _, w := range words {
		h, n := uint64(0), 0
		for x, ok := gazetteer.Next(w, 0); ok; x, ok = gazetteer.Next(w, x.End) {
			h, n = x.Hash, n+1
		}
		if n == 1 {
			g.content.Facts[h] |= f
		}
	}
}

// Ranks: a country is likelier than any city, and a city the likelier the larger it is.
const (
	rankCountry = 1 << 30
	rankTitle   = 1<<30 + 1
	rankOwn     = 1 << 29
	rankDemonym = 1<<29 - 2
	rankForeign = 1
)

// rows calls f for each line of a list of ours, cut at its tabs.
func (g *generator) rows(name string, fields int, f func(row []string) error) error {
	return lines(filepath.Join(g.lists, name), func(line string) error {
		row := strings.Split(line, "\t")
		for len(row) < fields {
			row = append(row, "")
		}
		return f(row)
	})
}

func lines(name string, f func(string) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	in := bufio.NewScanner(file)
	for n := 1; in.Scan(); n++ {
		if line := strings.TrimRight(in.Text(), " \r"); line != "" && line[0] != '#' {
			if err := f(line); err != nil {
				return fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	return in.Err()
}

func place(e *gazetteer.Entry, lat, lon, q string) error {
	if q != "" {
		n, err := strconv.ParseUint(strings.TrimPrefix(q, "Q"), 10, 32)
		if err != nil {
			return err
		}
		e.Wikidata = uint32(n)
	}
	if lat == "" {
		return nil
	}
	var err1, err2 error
	e.Lat, err1 = strconv.ParseFloat(lat, 64)
	e.Lon, err2 = strconv.ParseFloat(lon, 64)
	e.Located = true
	return errors.Join(err1, err2)
}

func (g *generator) countries() error {
	type named struct {
		n    uint32
		code string
	}
	var all []named
	err := g.rows("countries.tsv", 7, func(row []string) error {
		e := gazetteer.Entry{Name: row[1], Kind: gazetteer.Country, Code: row[0]}
		if err := place(&e, row[2], row[3], row[4]); err != nil {
			return err
		}
		n := g.add(e, addr.Slug(e.Name))
		g.demonyms(n, row[6])
		g.say(n, rankCountry, e.Name)
		g.say(n, rankCountry-1, strings.Split(row[5], ";")...)
		all = append(all, named{n, row[0]})
		return nil
	})
	if err != nil {
		return err
	}
	for _, lang := range []string{"en", "de", "fr", "es", "it", "pt", "nl"} {
		names := display.Regions(language.MustParse(lang))
		for _, c := range all {
			region, err := language.ParseRegion(c.code)
			if err != nil {
				continue
			}
			name := names.Name(region)
			if strings.ContainsAny(name, "()") || g.names[name] != nil {
				continue
			}
			g.say(c.n, rankForeign, name)
		}
	}
	return nil
}

// demonyms notes the adjectives of a nation or region, which must have been added last.
func (g *generator) demonyms(n uint32, list string) {
	within := g.content.Entries[n].ID
	for _, d := range strings.Split(list, ";") {
		if d == "" {
			continue
		}
		g.say(g.add(gazetteer.Entry{Name: d, Kind: gazetteer.Demonym, Within: within}), rankDemonym, d)
		g.know(gazetteer.People, d)
		if !strings.HasSuffix(d, "ese") && !strings.HasSuffix(d, "sh") && !strings.HasSuffix(d, "ch") {
			g.know(gazetteer.People, d+"s")
		}
	}
}

func (g *generator) within(code string) string {
	for i := range g.content.Entries {
		if e := &g.content.Entries[i]; e.Kind == gazetteer.Country && e.Code == code {
			return e.ID
		}
	}
	return ""
}

func (g *generator) regions() error {
	return g.rows("regions.tsv", 8, func(row []string) error {
		e := gazetteer.Entry{Name: row[0], Kind: gazetteer.Region, Within: g.within(row[1])}
		if err := place(&e, row[2], row[3], row[4]); err != nil {
			return err
		}
		e.Name, _, _ = strings.Cut(e.Name, " (") // "Georgia (U.S. state)": only the id says which
		n := g.add(e, addr.Slug(row[0]))
		g.demonyms(n, row[6])
		g.say(n, rankOwn, e.Name)
		for _, a := range strings.Split(row[5], ";") {
			if rest, ok := strings.CutSuffix(a, "?"); ok {
				g.say(n, rankForeign, rest)
			} else {
				g.say(n, rankOwn-1, a)
			}
		}
		if row[7] != "" {
			g.areas[row[1]+" "+row[7]] = g.content.Entries[n].ID
		}
		return nil
	})
}

func (g *generator) organisations() error {
	return g.rows("organisations.tsv", 4, func(row []string) error {
		e := gazetteer.Entry{Name: row[0], Kind: gazetteer.Organisation, Within: row[1]}
		if err := place(&e, "", "", row[2]); err != nil {
			return err
		}
		n := g.add(e, addr.Slug(e.Name))
		g.say(n, rankOwn, e.Name)
		for _, a := range strings.Split(row[3], ";") {
			if !strings.HasSuffix(a, "?") {
				g.say(n, rankOwn-1, a)
			}
		}
		return nil
	})
}

func (g *generator) titles() error {
	kinds := map[string]gazetteer.Kind{"m": gazetteer.Mister, "f": gazetteer.Mistress, "t": gazetteer.Title}
	return lines(filepath.Join(g.lists, "titles.txt"), func(line string) error {
		kind, list, _ := strings.Cut(line, ": ")
		for _, t := range strings.Split(list, ", ") {
			g.know(gazetteer.TitlePart, strings.Fields(t)...)
			if k, ok := kinds[kind]; ok {
				n := g.add(gazetteer.Entry{Name: t, Kind: k}, "")
				g.say(n, rankTitle, t)
			}
		}
		return nil
	})
}

func (g *generator) cues() error {
	facts := map[string]gazetteer.Fact{
		"head": gazetteer.Head, "first": gazetteer.First, "other": gazetteer.Other, "place": gazetteer.PlaceHead, "before": gazetteer.PlaceBefore,
		"near": gazetteer.Near, "body": gazetteer.Body, "in": gazetteer.In, "says": gazetteer.Says, "joint": gazetteer.Joint,
		"particle": gazetteer.Particle, "calendar": gazetteer.Calendar, "people": gazetteer.People,
		"suffix": gazetteer.Suffix, "roman": gazetteer.Roman, "function": gazetteer.Function,
	}
	return lines(filepath.Join(g.lists, "cues.txt"), func(line string) error {
		name, words, _ := strings.Cut(line, ": ")
		f, ok := facts[name]
		if !ok {
			return fmt.Errorf("unknown list %q", name)
		}
		g.know(f, strings.Fields(words)...)
		return nil
	})
}
