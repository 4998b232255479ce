package article

import (
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
	t.annotate(opt.Published, Notes{}, env)
	t.Times = timeline.Find(t.Analysis, opt)
	t.Events = t.events()
	return t
}

// annotate finds who is named.
func (t *Text) annotate(published day.Date, notes Notes, env Env) {
	res := env.Register.Find(t.Analysis, env.Tagger.Tag(t.Analysis), entity.Options{Published: published, Decisions: notes.Mentions})
	t.Mentions, t.Unsure, t.Unlinked, t.Found = res.Mentions, res.Unsure, res.Unlinked, res.Found
	t.Unclear = append(t.Unclear, res.Unclear...)
	t.Article.Found, t.Article.Unsure = res.Found, len(res.Unsure)
}
