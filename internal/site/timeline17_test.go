package site

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/entity"
	"dateline/internal/ner"
)

// timeline17 names the environment variable that says where Timeline17 is: for
// each topic TOPIC.articles.jsonl.gz with objects {pub, sentences}, and
// TOPIC.NAME.txt, timelines that editors made of it.
const timeline17 = "DATELINE_TIMELINE17"

// TestTimeline17 measures how well the days that the site puts first are those
// of timelines that editors made (Tran and others, 2013: Predicting relevant news
// events for timeline summaries): as many days as the timeline has, between its
// first and its last.
func TestTimeline17(t *testing.T) {
	dir := os.Getenv(timeline17)
	if dir == "" {
		t.Skipf("SKIPPED, not measured: set %s to the folder with Timeline17", timeline17)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.articles.jsonl.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no topics in %s: %v", dir, err)
	}
	sum, lines := 0.0, 0
	for _, file := range files {
		topic := strings.TrimSuffix(filepath.Base(file), ".articles.jsonl.gz")
		refs, articles := topicEvents(t, file)
		best := map[day.Day]float64{}
		for _, e := range tell(refs, countDays(slices.Values(articles))) {
			if e.Event.When.Precision() == day.Exact {
				at, _ := e.Event.When.Bounds()
				best[at] = max(best[at], e.Score)
			}
		}
		golds, err := filepath.Glob(filepath.Join(dir, topic+".*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range golds {
			gold := goldDays(t, g)
			var days []day.Day
			for d := range best {
				if d >= gold[0] && d <= gold[len(gold)-1] {
					days = append(days, d)
				}
			}
			slices.SortFunc(days, func(a, b day.Day) int { return cmp.Or(cmp.Compare(best[b], best[a]), cmp.Compare(a, b)) })
			days = days[:min(len(days), len(gold))]
			hits := 0
			for _, d := range days {
				if slices.Contains(gold, d) {
					hits++
				}
			}
			f1 := 2 * float64(hits) / float64(len(days)+len(gold))
			t.Logf("%.3f  %s: %d of %d days", f1, filepath.Base(g), hits, len(gold))
			sum += f1
			lines++
		}
	}
	mean := sum / float64(lines)
	t.Logf("%.3f  mean F1 of %d timelines", mean, lines)
	const least = .70
	if mean < least {
		t.Errorf("the mean F1 is %.3f, less than %v", mean, least)
	}
}

// topicEvents compiles the articles of a topic and returns their events.
func topicEvents(t *testing.T, file string) ([]EventRef, []*Article) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	register, diags := entity.NewRegister(nil)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	env := article.Env{Register: register, Tagger: ner.New()}
	var refs []EventRef
	var articles []*Article
	for lines := json.NewDecoder(bufio.NewReader(z)); lines.More(); {
		var in struct {
			ID, Pub   string
			Sentences []string
		}
		if err := lines.Decode(&in); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		b.WriteString("---\ntitle: News\ndate: " + in.Pub + "\n---\n\n")
		for _, s := range in.Sentences {
			b.WriteString(untokenised.Replace(" "+s+" ") + "\n\n")
		}
		c, _ := article.Compile(article.Input{Path: addr.Source("content/articles/" + in.ID + ".md"), Src: []byte(b.String())}, env)
		a := &Article{Article: c, Index: uint32(len(articles)), Title: in.ID}
		articles = append(articles, a)
		events := c.Events()
		for i := range events {
			refs = append(refs, EventRef{Article: a, Event: &events[i]})
		}
	}
	return refs, articles
}

// untokenised undoes the spaces of the Penn Treebank's tokens.
var untokenised = strings.NewReplacer(" ,", ",", " .", ".", " ;", ";", " :", ":", " ?", "?", " !", "!", " 's ", "'s ", " n't", "n't", " '' ", "” ", " `` ", " “",
	"-LRB- ", "(", " -RRB-", ")", "$ ", "$", " %", "%", "` ", "‘", " ' ", "’ ")

// goldDays returns the days of a timeline in order: a line before each entry.
func goldDays(t *testing.T, file string) []day.Day {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var days []day.Day
	for line := range strings.Lines(string(data)) {
		if d, err := day.Parse(strings.TrimSpace(line)); err == nil && d.Precision() == day.Exact {
			at, _ := d.Bounds()
			days = append(days, at)
		}
	}
	slices.Sort(days)
	if days = slices.Compact(days); len(days) == 0 {
		t.Fatalf("%s has no days", file)
	}
	return days
}
