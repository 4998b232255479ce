package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"dateline/internal/ner/crf"
)

// corpus is a file of annotated texts and how it is to be read.
type corpus struct {
	file  string
	news  bool // of which a part can be held out
	types int  // types that it marks: 4, or 3 when it has no "anything else"
	times int  // how often each text counts
}

var corpora = []corpus{
	{"gmb", true, 4, 1},
	{"gum-train", false, 3, 3},
	{"crossner-politics-train", false, 4, 6},
	{"crossner-ai-train", false, 4, 2},
	{"crossner-ai-dev", false, 4, 2},
	{"crossner-literature-train", false, 4, 2},
	{"crossner-literature-dev", false, 4, 2},
	{"crossner-music-train", false, 4, 2},
	{"crossner-music-dev", false, 4, 2},
	{"crossner-science-train", false, 4, 2},
	{"crossner-science-dev", false, 4, 2},
	{"wnut17-train", false, 4, 1},
	{"wnut17-dev", false, 4, 1},
	{"btc-a", false, 3, 1},
	{"btc-b", false, 3, 1},
	{"btc-e", false, 3, 1},
	{"btc-f", false, 3, 1},
	{"btc-h", false, 3, 1},
}

// watched corpora are only measured. Of gmb, it is the part that is held out.
var watched = []corpus{
	{"gmb", true, 4, 1},
	{"uner-ewt-dev", false, 3, 1},
	{"crossner-politics-dev", false, 4, 1},
}

func match(pattern, name string) bool {
	ok, err := regexp.MatchString(pattern, name)
	return ok && err == nil
}

// doc is a text of marked sentences.
type doc struct{ sentences []sentence }

type sentence struct {
	words []string
	names []name
}

// name is words From to To.
type name struct{ from, to, kind int }

// readConll reads a word and its tag a line, with empty lines between sentences
// and -DOCSTART- before each document.
func readConll(file string) ([]doc, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var docs []doc
	var d doc
	var s sentence
	var tags []string
	endSentence := func() {
		if len(s.words) > 0 {
			s.names = names(tags)
			d.sentences = append(d.sentences, s)
		}
		s, tags = sentence{}, nil
	}
	endDoc := func() {
		endSentence()
		if len(d.sentences) > 0 {
			docs = append(docs, d)
		}
		d = doc{}
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		switch {
		case f[0] == "-DOCSTART-":
			endDoc()
		case strings.TrimSpace(f[0]) == "":
			endSentence()
		default:
			s.words = append(s.words, f[0])
			tags = append(tags, f[len(f)-1])
		}
	}
	endDoc()
	return docs, nil
}

var kinds = map[string]int{"PER": 0, "LOC": 1, "ORG": 2, "MISC": 3}

func names(tags []string) []name {
	var ns []name
	for i := 0; i < len(tags); i++ {
		kind, ok := strings.CutPrefix(tags[i], "B-")
		if !ok {
			continue
		}
		j := i + 1
		for j < len(tags) && tags[j] == "I-"+kind {
			j++
		}
		ns = append(ns, name{i, j, kinds[kind]})
	}
	return ns
}

// readVocabulary reads the most frequent words with their clusters, and given names.
func readVocabulary(dir string, most int) ([]crf.Word, []uint8, error) {
	b, err := os.ReadFile(filepath.Join(dir, "glove-clusters.tsv"))
	if err != nil {
		return nil, nil, err
	}
	g, err := os.ReadFile(filepath.Join(dir, "gazetteer.tsv"))
	if err != nil {
		return nil, nil, err
	}
	given := map[string]bool{}
	var order []string
	for line := range strings.Lines(string(g)) {
		list, phrase, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if list == "F" && !strings.Contains(phrase, " ") && !given[phrase] {
			given[phrase] = true
			order = append(order, phrase)
		}
	}
	const fine, coarse = 1024, 128
	var votes [fine][coarse]int
	var words []crf.Word
	known := map[string]bool{}
	n := 0
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) < 4 {
			continue
		}
		cluster, err1 := strconv.Atoi(f[1])
		mid, err2 := strconv.Atoi(f[2])
		if err1 != nil || err2 != nil {
			continue
		}
		votes[cluster][mid]++
		if n < most && !known[f[0]] {
			words = append(words, crf.Word{Text: f[0], Cluster: cluster, Given: given[f[0]]})
			known[f[0]] = true
			n++
		}
	}
	middle := make([]uint8, fine)
	for i, v := range votes {
		for j := range v {
			if v[j] > v[middle[i]] {
				middle[i] = uint8(j)
			}
		}
	}
	for _, w := range order {
		if !known[w] {
			words = append(words, crf.Word{Text: w, Cluster: -1, Given: true})
		}
	}
	return words, middle, nil
}
