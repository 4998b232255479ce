package anchor

import (
	"cmp"
	"slices"
	"strings"
)

// look is what was seen of a site from a spot.
type look struct {
	site  int32
	whole bool // all of the context stands there, byte for byte
	near  bool // on one side the nearest word is the same

	left, right likeness
}

func (l *look) got() float32  { return l.left.got + l.right.got }
func (l *look) rare() float32 { return l.left.rare + l.right.rare }

// lost is what speaks against the site.
func (l *look) lost() float32 {
	if l.whole {
		return 0
	}
	return l.left.lost + l.right.lost
}

// What counts, in letters of context. They were set so that the property test of
// edited articles has no quote on other words, and checked on articles of other kinds.
const (
	certainLetters = 20 // of a context that stands nowhere else: it is certain
	certainRare    = 14 // of it that do not belong to a formula
	leastRare      = 8  // of what does not stand there whole
	sureScore      = 24 // a place that may tell where its neighbours are
	enough         = 14 // a place
	margin         = 8  // by which it must be ahead of any other, and of any other's claim
)

// certain places the spots whose context stands, whole, in one place only.
func (f *finder) certain() {
	claims := make([]int32, 0, 16) // spots that would have a site somebody else would have too
	for i := range f.spots {
		sp := &f.spots[i]
		if sp.phrase < 0 {
			continue
		}
		p := &f.phrases[sp.phrase]
		n, only := 0, int32(-1)
		pre, post := before(sp.Prefix), after(sp.Suffix)
		if pre.letters()+post.letters() < certainLetters {
			continue
		}
		list, known := f.alike(p, &pre, &post)
		if !known {
			continue
		}
		for k := range list.len(p) {
			j := list.at(k)
			if f.whole(sp, &p.sites[j]) {
				n++
				only = j
			}
		}
		if n != 1 {
			continue
		}
		if l := f.look(sp, only, &pre, &post); l.rare() < certainRare || f.twin(sp, list, &l, &pre, &post) {
			continue
		}
		if st := &p.sites[only]; st.taken < 0 {
			st.taken, sp.site, sp.sure = int32(i), only, true
		} else {
			claims = append(claims, st.taken, int32(i))
		}
	}
	for _, i := range claims { // none is certain
		if sp := &f.spots[i]; sp.site >= 0 {
			f.phrases[sp.phrase].sites[sp.site].taken = -1
			sp.site, sp.sure = -1, false
		}
	}
}

// twin reports whether a site other than the best has much of the context too: it may be
// the quoted one, where somebody mended a word, and the best a copy.
func (f *finder) twin(sp *spot, list siteList, best *look, pre, post *context) bool {
	p := &f.phrases[sp.phrase]
	for k := range list.len(p) {
		j := list.at(k)
		st := &p.sites[j]
		if j == best.site || !f.begins(pre, int(st.first)-1) && !f.begins(post, int(st.next)) {
			continue
		}
		if f.budget == 0 {
			return true
		}
		f.budget--
		const much = 0.7
		if l := f.look(sp, j, pre, post); l.got()-l.lost() > much*best.got() {
			return true
		}
	}
	return false
}

// begins reports whether word i is the first of a context.
func (f *finder) begins(c *context, i int) bool {
	return len(c.words) > 0 && i >= 0 && i < len(f.words) && f.words[i].Hash == c.words[0].hash
}

// whole reports whether everything that was quoted around the spot stands around the
// site.
func (f *finder) whole(sp *spot, st *site) bool {
	return strings.HasSuffix(f.s[:st.at], sp.Prefix) && strings.HasPrefix(f.s[st.at+len(sp.Exact):], sp.Suffix)
}

// siteList is sites of a phrase: those listed, or all.
type siteList struct {
	listed []int32
	all    bool
}

func (l siteList) len(p *phrase) int {
	if l.all {
		return len(p.sites)
	}
	return len(l.listed)
}

func (l siteList) at(k int) int32 {
	if l.all {
		return int32(k)
	}
	return l.listed[k]
}

// alike returns the sites of a phrase that may have a context, byte for byte, and
// whether they are known: not when the words beside it are too common.
func (f *finder) alike(p *phrase, pre, post *context) (siteList, bool) {
	if p.near == nil {
		return siteList{all: true}, true
	}
	const words = 3 // the last may be cut off
	if len(pre.words) >= words {
		if l := p.near[quoted(pre, -1)]; len(l) <= many {
			return siteList{listed: l}, true
		}
	}
	if len(post.words) >= words {
		if l := p.near[quoted(post, 1)]; len(l) <= many {
			return siteList{listed: l}, true
		}
	}
	return siteList{}, false
}

// beside is the nearest certain spot on one side of another.
type beside struct {
	known bool
	shift int32 // how far it has moved
	char  int32 // where it is
}

// likely places what it can of the spots that are left: first those that are surest,
// which then tell where others should be.
func (f *finder) likely() {
	const sweeps = 6
	left, right := make([]beside, len(f.spots)), make([]beside, len(f.spots))
	claims := make([]claim, len(f.spots))
	for range sweeps {
		f.neighbours(left, right)
		wanted := map[[2]int32]int32{} // phrase and site: the spot with the best claim
		for i := range f.spots {
			claims[i] = claim{site: -1}
			sp := &f.spots[i]
			if sp.phrase < 0 || sp.site >= 0 {
				continue
			}
			f.inspect(sp, left[i], right[i])
			c := f.claim(sp, left[i], right[i])
			if claims[i] = c; c.site < 0 {
				continue
			}
			at := [2]int32{sp.phrase, c.site}
			best, taken := wanted[at]
			switch {
			case !taken:
				wanted[at] = int32(i)
			case f.shares(sp, &f.spots[best]):
			case c.score >= claims[best].score+margin:
				claims[best].site = -1
				wanted[at] = int32(i)
			default:
				if claims[best].score < c.score+margin {
					claims[best].rivalled = true
				}
				claims[i].site = -1
			}
		}
		placed := false
		for i := range claims {
			c := &claims[i]
			if c.site < 0 || c.rivalled || c.score < enough {
				continue
			}
			sp := &f.spots[i]
			st := &f.phrases[sp.phrase].sites[c.site]
			if st.taken >= 0 && !f.shares(sp, &f.spots[st.taken]) {
				continue
			}
			st.taken, sp.site, sp.sure = int32(i), c.site, c.score >= sureScore && sp.placed()
			placed = true
		}
		if !placed {
			return
		}
	}
}

// shares reports whether two spots are the same place, told of twice by hand, without
// where it begins.
func (f *finder) shares(a, b *spot) bool {
	return a.phrase == b.phrase && !a.placed() && !b.placed()
}

// neighbours finds for each spot the nearest sure ones before and after it.
func (f *finder) neighbours(left, right []beside) {
	last := beside{char: -1}
	for i := range f.spots {
		left[i] = last
		if b, ok := f.beside(i); ok {
			last = b
		}
	}
	last = beside{}
	for i := len(f.spots) - 1; i >= 0; i-- {
		right[i] = last
		if b, ok := f.beside(i); ok {
			last = b
		}
	}
}

func (f *finder) beside(i int) (beside, bool) {
	sp := &f.spots[i]
	if sp.site < 0 || !sp.sure || !sp.placed() {
		return beside{}, false
	}
	at := f.phrases[sp.phrase].sites[sp.site].char
	return beside{true, at - int32(sp.Start), at}, true
}

// inspect compares the context of a spot with what stands around the sites of its
// phrase: each of them, or, of many, those with the same words beside them and the
// nearest to where it should be. It does so once.
func (f *finder) inspect(sp *spot, left, right beside) {
	if sp.looked {
		return
	}
	sp.looked = true
	p := &f.phrases[sp.phrase]
	pre, post := before(sp.Prefix), after(sp.Suffix)
	list := siteList{all: true}
	if p.near != nil {
		list = siteList{listed: p.probable(sp, &pre, &post, left, right)}
	}
	for k := range list.len(p) {
		j := list.at(k)
		st := &p.sites[j]
		if st.taken >= 0 && !f.shares(sp, &f.spots[st.taken]) || f.budget == 0 {
			continue
		}
		f.budget--
		sp.seen = append(sp.seen, f.look(sp, j, &pre, &post))
	}
	slices.SortStableFunc(sp.seen, func(a, b look) int { return cmp.Compare(b.got()-b.lost(), a.got()-a.lost()) })
}

// look compares the context of a spot with what stands around site j of its phrase.
func (f *finder) look(sp *spot, j int32, pre, post *context) look {
	st := &f.phrases[sp.phrase].sites[j]
	l := look{site: j, whole: f.whole(sp, st), left: f.side(pre, int(st.first)-1, -1), right: f.side(post, int(st.next), 1)}
	l.near = l.whole || l.left.near || l.right.near
	return l
}

// probable returns some sites of a phrase that has many.
func (p *phrase) probable(sp *spot, pre, post *context, left, right beside) []int32 {
	const nearest = 4
	var out []int32
	for _, key := range []uint64{quoted(pre, -1), quoted(post, 1)} {
		if l := p.near[key]; len(l) <= many {
			out = append(out, l...)
		}
	}
	for _, b := range []beside{left, right} {
		if !sp.placed() {
			break
		}
		want := int32(sp.Start) + b.shift
		k, _ := slices.BinarySearchFunc(p.sites, want, func(s site, at int32) int { return cmp.Compare(s.char, at) })
		for j := max(0, k-nearest); j < min(len(p.sites), k+nearest); j++ {
			out = append(out, int32(j))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// claim is the best site for a spot.
type claim struct {
	site     int32 // -1: none is far enough ahead of the others
	score    float32
	rivalled bool // another spot has as good a claim
}

// claim weighs the sites that a spot may be at.
func (f *finder) claim(sp *spot, left, right beside) claim {
	p := &f.phrases[sp.phrase]
	best, second := claim{site: -1}, float32(-1e9)
	var bestLook, secondLook look
	exact := false
	for _, l := range sp.seen {
		st := &p.sites[l.site]
		if st.taken >= 0 && !f.shares(sp, &f.spots[st.taken]) {
			continue
		}
		score, both := weigh(sp, &l, st.char, left, right)
		if best.site < 0 || score > best.score {
			if best.site >= 0 {
				second, secondLook = best.score, bestLook
			}
			best, bestLook, exact = claim{site: l.site, score: score}, l, both
		} else if score > second {
			second, secondLook = score, l
		}
	}
	if best.site < 0 || best.score < second+margin {
		return claim{site: -1}
	}
	// Where only the distance tells one from another, and more were quoted than
	// there are, some were deleted and what comes next may stand at that distance.
	alike := second > -1e9 && bestLook.got()-bestLook.lost() < secondLook.got()-secondLook.lost()+margin
	if alike && !exact && p.spots > len(p.sites) {
		return claim{site: -1}
	}
	return best
}

// weigh returns what speaks for a site at which l was seen, and whether it has the
// right distance from the certain places on both sides.
//
// What was lost of the context counts the more, the worse the distance is: words
// beside a name change, but then the name is still where it was. The distance from one
// side counts where words of the same block are left on that side: when a block is
// dropped, the next one begins where it began.
func weigh(sp *spot, l *look, char int32, left, right beside) (score float32, exact bool) {
	if !sp.placed() {
		if l.whole && strings.TrimSpace(sp.Prefix+sp.Suffix) != "" {
			return l.got() + enough, false
		}
		return l.got() - 1.5*l.lost(), false
	}
	moved := char - int32(sp.Start)
	leftOff := abs(moved - left.shift) // at the beginning the text is its own neighbour
	rightOff := leftOff
	if right.known {
		rightOff = abs(moved - right.shift)
		if leftOff == 0 && rightOff == 0 {
			return l.got() - 0.3*l.lost() + 60, true
		}
	}
	const slips, rewording, apart = 3, 40, 1 << 30 // code points
	const held = 8                                 // letters
	if l.left.inner < held && !(l.whole && leftOff == 0) {
		leftOff = max(leftOff, slips+1)
	}
	if !right.known {
		rightOff = apart
	} else if l.right.inner < held && !(l.whole && rightOff == 0) {
		rightOff = max(rightOff, slips+1)
	}
	off := min(leftOff, rightOff)
	if l.rare() < leastRare && !l.whole {
		return l.rare() - 2.5*l.lost() - 12, false
	}
	if off > 0 && !l.near { // what stands beside the name may be what stood beside another
		return l.rare() - 2.5*l.lost() - 12, false
	}
	inOrder := char > left.char && (!right.known || char < right.char)
	usual := (l.got() + l.rare()) / 2
	switch {
	case off == 0:
		return usual - 0.8*l.lost() + 16, false
	case off <= slips:
		return usual - 0.8*l.lost() + 10, false
	case off <= rewording && inOrder && (leftOff <= rewording && l.left.inner >= held || rightOff <= rewording && l.right.inner >= held):
		return usual - l.lost() + 6, false
	case off <= rewording && inOrder && l.whole && len(sp.seen) == 1 && l.got() > 0: // a short context, written by hand
		return l.got() + 10, false
	case off <= rewording && inOrder:
		return l.rare() - l.lost() + 6, false
	case inOrder:
		return l.rare() - 1.2*l.lost() + 3, false
	}
	if l.lost() == 0 {
		return l.rare() + 3, false
	}
	return l.rare() - 2.5*l.lost() - 6, false
}

func abs(n int32) int32 { return max(n, -n) }
