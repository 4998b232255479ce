package article

import (
	"reflect"
	"slices"
	"testing"

	"dateline/internal/entity"
	"dateline/internal/ner"
)

// TestRecords: what is read from an article's records is what was compiled,
// with every key that a header can have.
func TestRecords(t *testing.T) {
	const src = `---
title: The ferry
date: 2001-05-03
dateBasis: stated
lastmod: 2001-06
authors: [Ada Clerk, B. Mayor]
description: A ferry is late.
highlights: [The ferry is late, Orla Fenwick spoke]
tags: [sea]
lang: en
slug: late
redirects: [/old/]
aliases: [The late ferry, /older/]
publishDate: 2001
expiryDate: 2031
unlisted: true
image: quay.png
source: {name: Gazette, url: "https://example.org/", rights: free}
place: harbour
link: all
weight: 3
layout: wide
timeline:
  - {when: 1999, label: The ferry was built}
mood: {calm: true, sea: [1, 2.5, rough, [], {}], none: null, most: 9007199254740993}
---

Orla Fenwick spoke on Monday. See [[orla-fenwick|her]] and [the quay](quay.md).

## Later {#later}

It sailed on 4 May 2001.
`
	e, _, _ := ReadEntity("content/entities/orla-fenwick.md", []byte("---\nname: Orla Fenwick\ntype: person\n---\n"))
	register, _ := entity.NewRegister([]*entity.Entity{e})
	in := Input{Path: "content/articles/ferry.md", Src: []byte(src), Report: []byte(ferryReport(src))}
	env := Env{Register: register, Tagger: ner.New(), Lang: "de"}
	whole := Read(in, env)
	a, rec := Compile(in, env)
	page, err := ReadPage(string(rec.Page), a)
	if err != nil {
		t.Fatal(err)
	}

	want := whole.Meta
	rare := *want.Rare
	rare.Timeline = nil // the entries are among the events
	want.Rare = &rare
	if !reflect.DeepEqual(page.Meta, want) {
		t.Errorf("the header was\n%+v %+v\nand is read as\n%+v %+v", want, want.Rare, page.Meta, page.Meta.Rare)
	}
	if len(page.Mentions) < 3 || len(page.Times) < 2 || len(a.Events()) < 2 {
		t.Fatalf("%d mentions, %d times, %d events", len(page.Mentions), len(page.Times), len(a.Events()))
	}
	for i := range page.Mentions {
		m, w := page.Mentions[i], whole.Mentions[i]
		if m.Span != w.Span || m.Entity != w.Entity || m.Kind != w.Kind {
			t.Errorf("the mention %+v is read as %+v", w, m)
		}
	}
	for i := range page.Times {
		w := whole.Times[i]
		w.Reason = ""
		if page.Times[i] != w {
			t.Errorf("the time %+v is read as %+v", w, page.Times[i])
		}
	}
	for i := range whole.Events {
		whole.Events[i].Reason, whole.Events[i].Made = "", ""
	}
	if !reflect.DeepEqual(a.Events(), whole.Events) || !reflect.DeepEqual(page.Events, whole.Events) {
		t.Errorf("the events were\n%+v\nand are read as\n%+v", whole.Events, a.Events())
	}
	her := slices.IndexFunc(a.Refs, func(r Ref) bool { return r.ID.Value() == "orla-fenwick" })
	hers := a.EventsWith(func(ref int) bool { return ref == her })
	if len(hers) == 0 || len(hers) == len(whole.Events) || !slices.Contains(hers[0].Entities, "orla-fenwick") {
		t.Errorf("of %+v she has a part in %+v", whole.Events, hers)
	}
	x, y := *whole.Article, *a
	x.Meta, y.Meta = Meta{}, Meta{}
	if !reflect.DeepEqual(x, y) {
		t.Errorf("the article was\n%+v\nand is read as\n%+v", x, y)
	}
	if page.About == nil || !reflect.DeepEqual(page.About, whole.About) {
		t.Errorf("of the import was known\n%+v\nand is read\n%+v", whole.About, page.About)
	}
	if page.Base != whole.Base || page.FirstBlock != whole.FirstBlock || page.Analysis.S != whole.Analysis.S ||
		!reflect.DeepEqual(page.Analysis.Blocks, whole.Analysis.Blocks) || !reflect.DeepEqual(page.Analysis.Linked, whole.Analysis.Linked) {
		t.Error("the running text is read otherwise")
	}
	if again := a.AppendRecord(nil); !reflect.DeepEqual(again, rec.Article) {
		t.Error("the record of what was read is another")
	}
}
