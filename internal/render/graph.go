package render

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/internal/ner"
	"dateline/internal/site"
	"dateline/internal/view"
)

// The graph of an entity's company, in its own units. Dots stand on an ellipse, so that
// names have room at its sides.
const (
	graphWidth  = 320
	graphHeight = 216
	graphRX     = 62.0
	graphRY     = 84.0
	graphDots   = 12  // at most
	fewestDots  = 3   // at least
	fewestBoth  = 2   // articles that name both, of a dot or a line
	linesEach   = 2   // lines that are drawn for the sake of one dot
	letterWidth = 6.8 // of a name, on average
	gap         = 4   // between a dot and its name
)

// graph draws an entity among those who appear with it, and joins those who do so together. It
// returns nil when fewer than a few share more than one article with it: all who stand in
// one article stand there together.
func (r *sheet) graph(p *site.Page, company []site.Companion, l *language) *view.Graph {
	var around []site.Companion
	for _, c := range company {
		if c.Articles >= fewestBoth && len(around) < graphDots {
			around = append(around, c)
		}
	}
	n := len(around)
	if n < fewestDots {
		return nil
	}
	pairs := r.opt.Site.Together(p.Entity, around)
	var nearness [graphDots][graphDots]float64 // 1 when all articles that name one name the other
	for i := range n {
		for j := range n {
			if pairs[i][j] >= fewestBoth {
				nearness[i][j] = float64(pairs[i][j]) / math.Sqrt(float64(around[i].Articles*around[j].Articles))
			}
		}
	}
	near := func(i, j int) float64 { return nearness[i][j] }
	v := &view.Graph{
		Width: graphWidth, Height: graphHeight, X: graphWidth / 2, Y: graphHeight / 2,
		Label: fill(l.graphLabel, p.Entity.Name),
		About: fill(l.graphMost, around[0].Entity.Name, l.articles.of(around[0].Articles, l)),
		Nodes: make([]view.GraphNode, n),
	}
	most := around[0].Articles
	for at, i := range ring(n, near) {
		c := around[i]
		angle := 2*math.Pi*(float64(at)+.5)/float64(n) - math.Pi/2
		x, y := math.Cos(angle), math.Sin(angle)
		d := view.GraphNode{
			Count:  view.Count{Name: c.Entity.Name, URL: r.link(p, c.Entity.URL), Kind: c.Entity.Kind.String(), N: c.Articles, Words: l.articles.of(c.Articles, l)},
			X:      v.X + int(math.Round(graphRX*x)),
			Y:      v.Y + int(math.Round(graphRY*y)),
			R:      3 + int(math.Round(4*math.Sqrt(float64(c.Articles)/float64(most)))),
			Anchor: "start",
		}
		d.TextX, d.TextY = d.X+d.R+gap, d.Y+4
		room := graphWidth - d.TextX
		switch {
		case math.Abs(x) < .1: // below the ellipse
			d.Anchor, d.TextX, d.TextY = "middle", d.X, d.Y+d.R+12
			room = graphWidth / 2
		case x < 0:
			d.Anchor, d.TextX = "end", d.X-d.R-gap
			room = d.TextX
		}
		d.Short = shortName(c.Entity, int(float64(room)/letterWidth))
		v.Nodes[i] = d
	}
	var paths [2][4]strings.Builder // by whether they are the entity's own, and by weight
	for i, c := range around {
		b := &paths[1][weigh(c.Articles, most)]
		b.WriteString("M" + pair(v.X, v.Y) + "L" + pair(v.Nodes[i].X, v.Nodes[i].Y))
	}
	strongest, a, b := 0, 0, 0
	ties := strongestTies(n, near)
	for _, t := range ties {
		if pairs[t[0]][t[1]] > strongest {
			strongest, a, b = pairs[t[0]][t[1]], t[0], t[1]
		}
	}
	for _, t := range ties {
		paths[0][weigh(pairs[t[0]][t[1]], strongest)].WriteString(bow(v, &v.Nodes[t[0]], &v.Nodes[t[1]]))
	}
	for own := range paths {
		for w := range paths[own] {
			if d := paths[own][w].String(); d != "" {
				v.Lines = append(v.Lines, view.GraphLine{Own: own == 1, Weight: w, D: d})
			}
		}
	}
	if strongest > 0 {
		v.About += " " + fill(l.graphTies, around[a].Entity.Name, around[b].Entity.Name)
	}
	return v
}

// ring returns an order of n things around a circle in which near ones are neighbours: after
// each the nearest of those that are left; of equals the first.
func ring(n int, near func(i, j int) float64) []int {
	out, done := make([]int, 1, n), make([]bool, n)
	done[0] = true
	for len(out) < n {
		last, best := out[len(out)-1], -1
		for j := range n {
			if !done[j] && (best < 0 || near(last, j) > near(last, best)) {
				best = j
			}
		}
		out, done[best] = append(out, best), true
	}
	return out
}

// strongestTies returns, of each of n things, its ties to the few that it is nearest to, in order and
// each once.
func strongestTies(n int, near func(i, j int) float64) [][2]int {
	var drawn [graphDots][graphDots]bool
	for i := range n {
		before := -1
		for range linesEach {
			best := -1
			for j := range n {
				if j != i && j != before && near(i, j) > 0 && (best < 0 || near(i, j) > near(i, best)) {
					best = j
				}
			}
			if best >= 0 {
				drawn[min(i, best)][max(i, best)] = true
			}
			before = best
		}
	}
	var out [][2]int
	for i := range n {
		for j := i + 1; j < n; j++ {
			if drawn[i][j] {
				out = append(out, [2]int{i, j})
			}
		}
	}
	return out
}

// weigh returns how strong n is beside the strongest: 3 for nearly as strong, 1 for weak.
func weigh(n, most int) int {
	switch {
	case 10*n >= 9*most:
		return 3
	case 10*n >= 6*most:
		return 2
	}
	return 1
}

// bow is the path from one dot to another, bent towards the middle but not through it.
func bow(v *view.Graph, a, b *view.GraphNode) string {
	x, y := float64(a.X+b.X)/2, float64(a.Y+b.Y)/2
	dx, dy := float64(v.X)-x, float64(v.Y)-y
	if off := math.Hypot(dx, dy); off < 24 { // aside
		ax, ay := float64(b.X-a.X), float64(b.Y-a.Y)
		length := math.Hypot(ax, ay)
		x, y = x-44*ay/length, y+44*ax/length
	} else {
		x, y = x+.35*dx, y+.35*dy
	}
	return "M" + pair(a.X, a.Y) + "Q" + pair(int(math.Round(x)), int(math.Round(y))) + " " + pair(b.X, b.Y)
}

// shortName returns a name of at most about most letters: the whole, a person's surname, initials
// that it is known by, or the beginning.
func shortName(e *site.Entity, most int) string {
	fits := func(s string) bool { return utf8.RuneCountInString(s) <= most }
	if fits(e.Name) {
		return e.Name
	}
	if at := strings.LastIndexByte(e.Name, ' '); at > 0 && e.Kind == ner.Person && fits(e.Name[at+1:]) {
		return e.Name[at+1:]
	}
	for _, a := range e.Aliases {
		if len(a) > 1 && fits(a) && strings.IndexFunc(a, func(c rune) bool { return !unicode.IsUpper(c) }) < 0 {
			return a
		}
	}
	letters := []rune(e.Name)
	end := max(0, most-1)
	cut := string(letters[:end])
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 && letters[end] != ' ' {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,.-–") + "…"
}

func pair(x, y int) string { return strconv.Itoa(x) + " " + strconv.Itoa(y) }
