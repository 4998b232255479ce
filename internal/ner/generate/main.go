// Command generate trains the model of names from annotated texts and writes the
// table that ner embeds. The README of ner says where the texts can be had. The
// same texts give the same bytes.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"dateline/internal/gazetteer"
	"dateline/internal/ner/crf"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "", "`folder` with the annotated texts")
	out := flag.String("out", "crf/model.bin", "`file` to write")
	hold := flag.Int("hold", 0, "leave every `n`th document of the news out of training")
	o := options{}
	flag.IntVar(&o.epochs, "epochs", 4, "times that each text is read")
	flag.Float64Var(&o.rate, "rate", 0.06, "learning rate")
	flag.Float64Var(&o.sparse, "sparse", 2, "weight of the penalty that leaves features out")
	flag.Float64Var(&o.drop, "drop", 0.4, "share of features that are hidden, others each time")
	ridge := flag.Float64("ridge", 12, "weight of the penalty that keeps weights small")
	flag.IntVar(&o.seldom, "seldom", 4, "features seen less often than this are left out")
	flag.IntVar(&o.words, "words", 90_000, "words of the vocabulary")
	only := flag.String("only", "", "train on these corpora only")
	watching := flag.String("watch", "", "show the loss on these corpora, which are not learnt")
	flag.Parse()
	if *data == "" {
		log.Fatal("generate: say with -data where the texts are")
	}
	o.small = float32(*ridge)
	words, middle, err := readVocabulary(*data, o.words)
	if err != nil {
		log.Fatal(err)
	}
	// A table of words without weights is enough to observe features.
	empty := crf.Open(string(crf.Encode(words, middle, nil, [crf.Labels][crf.Labels]int16{}, scale)))
	world := gazetteer.Builtin()
	t := newTrainer(o, empty, &world)
	for _, c := range corpora {
		if *only != "" && !match(*only, c.file) {
			continue
		}
		docs, err := readConll(filepath.Join(*data, c.file+".conll"))
		if err != nil {
			log.Fatal(err)
		}
		held := 0
		if c.news {
			held = *hold
		}
		t.take(c, docs, held)
	}
	for _, c := range watched {
		if *watching != "" && match(*watching, c.file) {
			docs, err := readConll(filepath.Join(*data, c.file+".conll"))
			if err != nil {
				log.Fatal(err)
			}
			t.watch(c, docs, *hold)
		}
	}
	weights, step := t.train()
	table := crf.Encode(words, middle, weights, step, scale*temper)
	if err := os.WriteFile(*out, table, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d words, %d features, %d bytes\n", len(words), len(weights), len(table))
}
