package importer

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/internal/frontmatter"
	"dateline/internal/markdown"
)

// ErrEdited says that an article is no longer as it was imported, so that its
// source cannot be rebuilt from it.
var ErrEdited = errors.New("the article was edited since it was imported")

// Rebuild returns the lines of the source, decoded and joined by \n, from the
// article and its report: the proof that nothing was lost. It fails with ErrEdited
// when md is not what the import wrote, and with another error when report and
// Markdown do not add up.
//
// Lines that the text shows stand in the report's Kept, each as LINE:WORDS or
// LINE:WORDS+SKIP: so many words of the article's running text, after so many that
// belong to no line. A source in Markdown has its lines in the article as they are, and
// Kept has ranges, FIRST-LAST@LINE: these lines of the source begin at that line of
// the article's file.
func Rebuild(md []byte, r *Report) (string, error) {
	if Sum(md) != r.Output {
		return "", ErrEdited
	}
	total := 0
	for _, c := range r.Counts {
		if c.Lines < 0 || c.Lines > MaxSize-total {
			return "", errors.New("the report counts more lines than any source has")
		}
		total += c.Lines
	}
	lines := make([]string, total)
	for _, l := range slices.Concat(r.Header, r.Dropped, r.Verbatim) {
		if l.N < 1 || l.N > total {
			return "", fmt.Errorf("the report has a line %d of %d", l.N, total)
		}
		lines[l.N-1] = l.Text
	}
	put := putWords
	if r.Kind == kindMarkdown {
		put = putRanges
	}
	if err := put(lines, md, r.Kept); err != nil {
		return "", err
	}
	text := strings.Join(lines, "\n")
	if Sum([]byte(text)) != r.Text {
		return "", errors.New("the text that was rebuilt is not the source's")
	}
	return text, nil
}

// putWords fills in the lines whose words the article's text shows.
func putWords(lines []string, md []byte, kept string) error {
	words := shownWords(md)
	for entry := range strings.FieldsSeq(kept) {
		at, rest, ok := strings.Cut(entry, ":")
		count, skip, _ := strings.Cut(rest, "+")
		n, err1 := strconv.Atoi(at)
		k, err2 := strconv.Atoi(count)
		s, err3 := strconv.Atoi("0" + skip)
		if !ok || err1 != nil || err2 != nil || err3 != nil || n < 1 || n > len(lines) || k < 0 || s > len(words) || k > len(words)-s {
			return fmt.Errorf("the report's %q leads nowhere", entry)
		}
		words = words[s:]
		lines[n-1] = strings.Join(words[:k], " ")
		words = words[k:]
	}
	return nil
}

// putRanges fills in the lines that the article has as they were.
func putRanges(lines []string, md []byte, kept string) error {
	have := linesOf(md)
	for entry := range strings.FieldsSeq(kept) {
		span, to, ok := strings.Cut(entry, "@")
		a, b, ok2 := strings.Cut(span, "-")
		first, err1 := strconv.Atoi(a)
		last, err2 := strconv.Atoi(b)
		at, err3 := strconv.Atoi(to)
		if !ok || !ok2 || err1 != nil || err2 != nil || err3 != nil || first < 1 || last < first || last > len(lines) || at < 1 || at > len(have) || at+last-first > len(have) {
			return fmt.Errorf("the report's %q leads nowhere", entry)
		}
		copy(lines[first-1:last], have[at-1:])
	}
	return nil
}

// linesOf returns the lines of md without their ends.
func linesOf(md []byte) []string {
	return strings.Split(strings.TrimSuffix(string(md), "\n"), "\n")
}

// shownWords returns the words of the running text of an article's body, parted by
// the spaces that Markdown does not keep apart.
func shownWords(md []byte) []string {
	h, _ := frontmatter.Split("", md)
	tree, _ := markdown.Parse(md, h.Body, markdown.Options{})
	return plainWords(tree.Text())
}

// plainWords cuts s at spaces and line ends. Other white space is part of a word.
func plainWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' })
}

// keeper finds the lines of a source in the Markdown that was made of it.
type keeper struct {
	kind string
	out  []byte // notes, as Report.Kept has them

	left   []string // words, or lines, of the article that no line of the source has taken
	skip   int      // how many of them belong to no line
	missed int      // how many words of lines that were not found may stand there

	first, last, at int // the range of lines under way, 1-based; first 0 when there is none
	size            int // how many lines the article has
}

// newKeeper returns a keeper of a source of a kind, of which md was made.
func newKeeper(kind string, md []byte) *keeper {
	k := &keeper{kind: kind}
	if kind == kindMarkdown {
		k.left = linesOf(md)
		k.size = len(k.left)
	} else {
		k.left = shownWords(md)
	}
	return k
}

// Lines are looked for in order, and this many words or lines further on at most,
// more after lines that were not found.
const (
	keepWindow = 64
	keepMissed = 400
)

// find returns where want stands in what is left, or -1.
func (k *keeper) find(want []string) int {
	for i := 0; i <= keepWindow+k.missed && i+len(want) <= len(k.left); i++ {
		if k.left[i] == want[0] && slices.Equal(k.left[i:i+len(want)], want) {
			k.missed = 0
			return i
		}
	}
	k.missed = min(k.missed+len(want), keepMissed)
	return -1
}

// keep notes where a line stands, and reports whether it can be made again from there.
func (k *keeper) keep(l Line) bool {
	if k.kind == kindMarkdown {
		return k.keepLine(l)
	}
	words := plainWords(l.Text)
	if len(words) == 0 {
		return false
	}
	bare, bullet := withoutBullet(strings.TrimSpace(l.Text))
	shown := words
	if bullet {
		if shown = plainWords(bare); len(shown) == 0 {
			return false
		}
	}
	i := k.find(shown)
	if i < 0 {
		return false
	}
	k.skip += i
	k.left = k.left[i+len(shown):]
	if bullet || strings.Join(words, " ") != l.Text { // its spaces are not the Markdown's
		k.skip += len(shown)
		return false
	}
	k.note(strconv.Itoa(l.N) + ":" + strconv.Itoa(len(words)))
	if k.skip > 0 {
		k.out = strconv.AppendInt(append(k.out, '+'), int64(k.skip), 10)
		k.skip = 0
	}
	return true
}

// keepLine is keep for a line of Markdown, which stands in the article as it is.
func (k *keeper) keepLine(l Line) bool {
	i := k.find([]string{l.Text})
	if i < 0 {
		return false
	}
	at := k.size - len(k.left) + i + 1
	k.left = k.left[i+1:]
	if k.first > 0 && l.N == k.last+1 && at == k.at+l.N-k.first {
		k.last = l.N
		return true
	}
	k.close()
	k.first, k.last, k.at = l.N, l.N, at
	return true
}

// close notes the range under way.
func (k *keeper) close() {
	if k.first > 0 {
		k.note(fmt.Sprintf("%d-%d@%d", k.first, k.last, k.at))
	}
	k.first = 0
}

// note adds an entry to the notes.
func (k *keeper) note(s string) {
	if len(k.out) > 0 {
		k.out = append(k.out, ' ')
	}
	k.out = append(k.out, s...)
}

// String returns the notes.
func (k *keeper) String() string {
	k.close()
	return string(k.out)
}
