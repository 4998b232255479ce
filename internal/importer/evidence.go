package importer

// Candidate is a value that an input offers for a key of the header, with the
// place where it stands and why it was taken or left.
type Candidate struct {
	Key    string `json:"key"` // title, authors, date, lang, source.name, source.url, image
	Value  string `json:"value"`
	From   string `json:"from"` // such as "meta og:title", "h1", "line 3"
	Taken  bool   `json:"taken,omitempty"`
	Reason string `json:"reason"`
}

// maxCandidates bounds how many candidates of one key are kept: a page of forum
// posts names hundreds of authors.
const maxCandidates = 8

// consider notes a candidate for a key, unless the same value from the same place
// is noted already. One that says the same as the value taken says so.
func (p *page) consider(c Candidate) {
	n := 0
	for i := range p.evidence {
		e := &p.evidence[i]
		if e.Key != c.Key {
			continue
		}
		if e.Value == c.Value && e.From == c.From {
			return
		}
		if e.Taken && e.Value == c.Value {
			c.Taken, c.Reason = false, "says the same"
		}
		n++
	}
	if c.Value != "" && (n < maxCandidates || c.Taken) {
		p.evidence = append(p.evidence, c)
	}
}

// conclude makes the evidence agree with what was decided: a value that came from
// elsewhere, such as the author's options, is its own candidate.
func (p *page) conclude(key, value, from, reason string) {
	agrees := false
	for i := range p.evidence {
		e := &p.evidence[i]
		if e.Key == key && e.Taken {
			if agrees = e.Value == value; !agrees {
				e.Taken, e.Reason = false, reason
			}
		}
	}
	if !agrees && value != "" {
		p.consider(Candidate{Key: key, Value: value, From: from, Taken: true, Reason: reason})
	}
}
