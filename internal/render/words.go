package render

import (
	"strconv"
	"strings"

	"dateline/internal/ner"
	"dateline/internal/view"
)

// forms is a counted noun: singular and plural, each with "%" for the number.
type forms [2]string

// of returns the words for n, with the thousands separator of the language.
func (f forms) of(n int, l *language) string {
	form := f[1]
	if n == 1 || n == 0 && l.zeroIsOne {
		form = f[0]
	}
	return strings.Replace(form, "%", l.number(n), 1)
}

// language is the interface in one language: what templates see, and the words
// that views are put together from.
type language struct {
	view.Words
	search     view.SearchTexts
	tag        string // BCP 47
	zeroIsOne  bool   // nought takes the singular, as in French
	thousands  string // separator from 10,000 on
	quote      [2]string
	kinds      [8]string // by ner.Kind
	groups     [8]string // by ner.Kind, plural, as a heading
	status     [4]string // by timeline.Status; empty for past
	basis      map[string]string
	madeOf     map[string]string // by article.About.Kind
	known      map[string]string // by article.Basis.From
	leftOut    map[string]string // by article.LeftOut.Label; none in English, where the reason says it
	months     [12]string
	otherDates string // what is dated only to the year

	articles, mentions, here, events, names, minutes, more, entities forms
	pageOf                                                           string // "Page % of %"
	listed                                                           string // "%: %", a list's name and how long it is
	counted                                                          string // "%, counted from %"
	written                                                          string // "% in the text"
	asPublished                                                      string // "no date in the text; told on %, …"
	workingOf                                                        string // name of the button beside "%"
	mentionsIn                                                       string // "% in %"
	andMore                                                          forms  // "and % more articles"
	born, died, founded, partOf, coordinates, life, holder           string
	compass                                                          [4]string // N S E W
	citeIn                                                           string
	asImported, edited, nothingLeft                                  string // of the text of an imported article
	lines, blocks, moreLines                                         forms
	someOf                                                           string // "% of %"
	yearEvents                                                       string // "%: %"
	decade, stripLabel                                               string // "Events by year, % to %"
	stripAbout                                                       string // "% years with events; most in %: %"
	past                                                             string // the status of what has been
	undated                                                          string // "%: %", a period and what is known to no part of it
	otherDays                                                        string // what is dated only to the month
	part                                                             string // "%, % of %"
	counts                                                           string // "% (%)"
	shownOf                                                          string // "% of % events"
	allCalled                                                        string // "All called %"
	graphLabel, graphMost, graphTies                                 string // "Who appears with %", "Most often with % (%)", "% and %"
}

func (l *language) number(n int) string {
	s := strconv.Itoa(n)
	if len(s) < 5 && !(len(s) == 4 && l.tag == "en") {
		return s
	}
	var b strings.Builder
	for i, c := range []byte(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(l.thousands)
		}
		b.WriteByte(c)
	}
	return b.String()
}

// fill puts args in the place of each "%" of pattern.
func fill(pattern string, args ...string) string {
	var b strings.Builder
	for _, a := range args {
		before, after, _ := strings.Cut(pattern, "%")
		b.WriteString(before)
		b.WriteString(a)
		pattern = after
	}
	b.WriteString(pattern)
	return b.String()
}

func (l *language) kind(k ner.Kind) string { return l.kinds[k] }

// base returns the primary subtag of a BCP 47 tag: "de" of "de-CH".
func base(tag string) string {
	s, _, _ := strings.Cut(tag, "-")
	s, _, _ = strings.Cut(s, "_")
	return strings.ToLower(s)
}

// direction returns the way a language is written.
func direction(tag string) string {
	switch base(tag) {
	case "ar", "he", "iw", "fa", "ur", "ps", "yi", "ji", "dv", "ckb", "sd", "ug", "syr":
		return "rtl"
	}
	return "ltr"
}

// interfaceIn returns the interface in the language of tag, and in English
// where there is no table for it.
func interfaceIn(tag string) *language {
	switch base(tag) {
	case "de":
		return german()
	case "es":
		return spanish()
	case "fr":
		return french()
	}
	return english()
}
