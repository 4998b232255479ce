package reconcile

import (
	"math"
	"testing"
)

// Whatever a service answers, candidates have an id and a finite score, best first, or
// the answer is refused.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"q0":{"result":[]},"q1":{"result":[{"id":"Q5","name":"x","score":1,"match":true,"type":[{"id":"a"}]}]}}`, `{"q0":{"result":[{"id":1,"score":"1e999"},{"id":"b","score":1e308}]},"q1":{}}`, `[]`, `{"q0":null,"q1":{"result":null}}`, `{"message":"no"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := parse(body, 2)
		if err != nil {
			return
		}
		if len(got) != 2 {
			t.Fatalf("%d answers", len(got))
		}
		for _, list := range got {
			if len(list) > maxCandidates {
				t.Fatalf("%d candidates", len(list))
			}
			for i, c := range list {
				if c.ID == "" || math.IsNaN(c.Score) || math.IsInf(c.Score, 0) || i > 0 && list[i-1].Score < c.Score {
					t.Fatalf("%+v", list)
				}
			}
		}
	})
}
