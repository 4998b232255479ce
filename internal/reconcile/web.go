package reconcile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The bounds of a conversation.
const (
	maxAnswer    = 8 << 20         // bytes
	maxRedirects = 5               // of one request
	tries        = 4               // of one request
	longestWait  = 2 * time.Minute // that a service may ask for
)

// web asks over http, politely.
type web struct {
	address *url.URL
	agent   string
	pause   time.Duration
	client  *http.Client
	wait    func(ctx context.Context, d time.Duration) error
	asked   bool // something, so that a pause is due
}

func (w *web) open(opt Options) error {
	u, err := url.Parse(strings.TrimSpace(opt.Service))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return fmt.Errorf("%q is not the http or https address of a service", opt.Service)
	}
	w.address, w.agent, w.pause, w.wait = u, opt.UserAgent, opt.Pause, opt.Wait
	if w.pause == 0 {
		w.pause = time.Second / 2
	}
	if w.wait == nil {
		w.wait = wait
	}
	timeout := opt.Timeout
	if timeout == 0 {
		timeout = time.Minute
	}
	w.client = &http.Client{Timeout: timeout, CheckRedirect: follow}
	return nil
}

// wait waits, or returns when the context is done.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// follow bounds redirects: a few, on the web, never from https to http, and never
// one that would drop the queries.
func follow(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case len(via) > maxRedirects:
		return fmt.Errorf("it redirects more than %d times", maxRedirects)
	case req.URL.Scheme != "https" && (req.URL.Scheme != "http" || first.URL.Scheme == "https"):
		return fmt.Errorf("it redirects to %s, which is not followed", req.URL.Redacted())
	case first.Method != req.Method:
		return fmt.Errorf("it has moved to %s: set that address", req.URL.Redacted())
	}
	return nil
}

// get asks for the manifest. Where that is, the service is.
func (w *web) get(ctx context.Context) ([]byte, error) {
	return w.ask(ctx, func() (*http.Request, error) {
		return http.NewRequestWithContext(ctx, http.MethodGet, w.address.String(), nil)
	})
}

func (w *web) post(ctx context.Context, form url.Values) ([]byte, error) {
	return w.ask(ctx, func() (*http.Request, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.address.String(), strings.NewReader(form.Encode()))
		if err == nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return req, err
	})
}

// failure is an answer that is none.
type failure struct {
	err   error
	again bool          // it may be another time
	after time.Duration // when; 0 when the service does not say
}

// ask sends a request until it is answered or a few tries have failed.
func (w *web) ask(ctx context.Context, make func() (*http.Request, error)) ([]byte, error) {
	pause := w.pause
	for try := 1; ; try++ {
		if w.asked {
			if err := w.wait(ctx, pause); err != nil {
				return nil, err
			}
		}
		w.asked = true
		req, err := make()
		if err != nil {
			return nil, err
		}
		body, fail := w.once(req)
		switch {
		case fail == nil:
			return body, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case fail.after > longestWait:
			return nil, fmt.Errorf("%s: %w, and asks to wait for %v: run the command again then; what was answered is remembered", w.address.Redacted(), fail.err, fail.after)
		case !fail.again || try == tries:
			return nil, fmt.Errorf("%s: %w", w.address.Redacted(), fail.err)
		case fail.after > 0:
			pause = max(fail.after, w.pause)
		default:
			pause = max(time.Second, 2*pause)
		}
	}
}

// once sends a request once.
func (w *web) once(req *http.Request) ([]byte, *failure) {
	req.Header.Set("Accept", "application/json")
	if w.agent != "" {
		req.Header.Set("User-Agent", w.agent)
	}
	res, err := w.client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return nil, &failure{err: fmt.Errorf("it cannot be asked: %w", err)}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, &failure{err: fmt.Errorf("its answer breaks off: %w", err), again: true}
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= 500:
		return nil, &failure{fmt.Errorf("it answers %s", res.Status), true, after(res.Header.Get("Retry-After"), res.Header.Get("Date"))}
	case res.StatusCode != http.StatusOK:
		return nil, &failure{err: fmt.Errorf("it answers %s", res.Status)}
	case len(body) > maxAnswer:
		return nil, &failure{err: errTooLarge}
	}
	if req.Method == http.MethodGet {
		w.address = res.Request.URL
	}
	return body, nil
}

// after reads Retry-After: seconds, or a time, which counts from the service's own.
func after(s, date string) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n > 0 {
		return time.Duration(min(n, 1<<30)) * time.Second
	}
	at, err := http.ParseTime(s)
	now, err2 := http.ParseTime(date)
	if err != nil || err2 != nil {
		return 0
	}
	return max(0, at.Sub(now))
}
