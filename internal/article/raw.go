package article

import (
	"slices"

	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

// Raw annotates plain text as it stands, byte for byte, without import: for
// evaluations and batch work. The result has no tree. buf, which may be nil, is
// memory to reuse.
func Raw(text string, opt timeline.Options, env Env, buf *prose.Analysis) *Text {
	t := &Text{Article: &Article{Meta: Meta{Date: opt.Published, Rare: nothingRare}}}
	t.Analysis = prose.Analyse(prose.Raw(text), buf)
	t.annotate(opt.Published, env)
	t.Times = timeline.Find(t.Analysis, opt)
	t.Events = t.events()
	return t
}

// annotate finds who is named, and holds back what is not sure enough.
func (t *Text) annotate(published day.Date, env Env) {
	res := env.Register.Find(t.Analysis, env.Tagger.Tag(t.Analysis), entity.Options{Published: published, Decisions: t.mentionDecisions(), Explain: env.Explain})
	t.Unsure, t.Unlinked, t.Found, t.Weighed = res.Unsure, res.Unlinked, res.Found, res.Weighed
	t.Mentions = res.Mentions[:0]
	for _, m := range res.Mentions {
		if m.Score < env.Publish && m.Origin < entity.FromDecision {
			t.Held = append(t.Held, m)
		} else {
			t.Mentions = append(t.Mentions, m)
		}
	}
	a := t.Article
	a.Unsure, a.Held, a.Found = len(t.Unsure), len(t.Held), t.Found
	if len(t.Held) > 0 && len(t.Found) > 0 {
		named := make(map[string]bool, len(t.Mentions))
		for i := range t.Mentions {
			named[t.Mentions[i].Entity] = true
		}
		a.Found = slices.DeleteFunc(slices.Clone(t.Found), func(e *entity.Entity) bool { return !named[e.ID] })
	}
}
