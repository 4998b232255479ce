package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"

	"dateline/internal/diag"
)

const (
	externalTimeout = 20 * time.Second
	externalAtOnce  = 8
)

// externalLinks gathers the links of a page to other hosts, with the first page that has each.
func externalLinks(found map[string]string, page string, body []byte) {
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken:
			name, more := z.TagName()
			if string(name) != "a" {
				continue
			}
			for more {
				var k, v []byte
				k, v, more = z.TagAttr()
				link, _, _ := strings.Cut(string(v), "#")
				if string(k) == "href" && (strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "https://")) {
					if first, ok := found[link]; !ok || page < first {
						found[link] = page
					}
				}
			}
		}
	}
}

// checkExternal asks for every link to another host and says which do not answer.
func (p *program) checkExternal(ctx context.Context, found map[string]string) diag.List {
	links := make([]string, 0, len(found))
	for l := range found {
		links = append(links, l)
	}
	slices.Sort(links)
	bar := p.progress("asking other hosts", len(links))
	defer bar.done()
	client := &http.Client{Timeout: externalTimeout}
	bad := make([]string, len(links))
	var wg sync.WaitGroup
	next := make(chan int)
	for range externalAtOnce {
		wg.Go(func() {
			for i := range next {
				if err := ask(ctx, client, links[i]); err != nil {
					bad[i] = err.Error()
				}
				bar.set(i + 1)
			}
		})
	}
	for i := range links {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	var list diag.List
	for i, why := range bad {
		if why != "" {
			list = append(list, diag.New(diag.Warning, "dead-link", "", "%s, linked from %s: %s", links[i], found[links[i]], why).WithHint("look whether it moved, and mend or remove the link"))
		}
	}
	return list
}

// ask requests a link: its head, or, from servers that know no HEAD, all of it.
func ask(ctx context.Context, client *http.Client, link string) error {
	var last error
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		req, err := http.NewRequestWithContext(ctx, method, link, nil)
		if err != nil {
			return err
		}
		req.Header.Set("User-Agent", "dateline/"+Version+" (link check)")
		res, err := client.Do(req)
		if err != nil {
			return errors.Unwrap(err)
		}
		res.Body.Close()
		if res.StatusCode < 400 {
			return nil
		}
		last = fmt.Errorf("it answers %s", res.Status)
	}
	return last
}
