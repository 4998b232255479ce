package entity

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

func TestOneSurnameOfAllIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	took := func(n int) time.Duration {
		own, text := clan(n)
		a := prose.Analyse(prose.Raw(text), nil)
		names := ner.New().Tag(a)
		best := time.Hour
		for range 5 {
			start := cputime.Now()
			r, _ := NewRegister(own)
			r.Find(a, names, Options{})
			best = min(best, cputime.Now()-start)
		}
		return best
	}
	// The least of several tries: other programs run too.
	var one, two time.Duration
	for range 4 {
		if one, two = took(8000), took(16000); two <= one*5/2 {
			return
		}
	}
	t.Errorf("%v for n, %v for 2n", one, two)
}
