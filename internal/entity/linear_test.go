package entity

import (
	"fmt"
	"strings"
	"testing"

	"dateline/internal/cputime"
	"dateline/internal/ner"
	"dateline/internal/prose"
)

// clan is a register of n persons with one surname, which is an alias of each,
// and an article that names one of them in full and the surname n times.
func clan(n int) ([]*Entity, string) {
	own := make([]*Entity, n)
	for i := range own {
		first := string([]byte{byte('A' + i/676%26), byte('a' + i/26%26), byte('a' + i%26), byte('a' + i/17576)})
		own[i] = &Entity{ID: fmt.Sprintf("p-%05d", i), Name: first + " Quistlund", Kind: ner.Person, Aliases: []string{"Quistlund"}, Origin: FromRegister}
	}
	return own, own[n-1].Name + " came. " + strings.Repeat("Then Quistlund sang. ", n)
}

func TestOneSurnameOfAll(t *testing.T) {
	own, text := clan(3000)
	r, _ := NewRegister(own)
	res := find(r, text, Options{})
	if len(res.Mentions) != 3001 || len(res.Unsure) != 0 {
		t.Fatalf("%d mentions and %d unsure", len(res.Mentions), len(res.Unsure))
	}
	for _, m := range res.Mentions {
		if m.Entity != "p-02999" {
			t.Fatalf("%+v", m)
		}
	}
}

// S-E11, with the test of linear time of timeline.
func TestOneSurnameOfAllIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	type input struct {
		own   []*Entity
		text  *prose.Analysis
		names []ner.Name
	}
	cputime.Linear(t, 4000, 4, func(n int) input {
		own, text := clan(n)
		a := prose.Analyse(prose.Raw(text), nil)
		return input{own, a, ner.New().Tag(a)}
	}, func(in input) {
		r, _ := NewRegister(in.own)
		r.Find(in.text, in.names, Options{})
	})
}
