package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"dateline/internal/addr"
	"dateline/internal/article"
	"dateline/internal/day"
	"dateline/internal/diag"
	"dateline/internal/entity"
	"dateline/internal/importer"
	"dateline/internal/ner"
	"dateline/internal/prose"
	"dateline/internal/timeline"
)

// maxInput is the largest text that is read at once, in bytes.
const maxInput = 64 << 20

func (p *program) annotateCmd() *cobra.Command {
	var date string
	var raw, lines bool
	c := &cobra.Command{
		Use: "annotate PATH...", Short: "Print who, where and when is in texts, as JSON lines",
		Long: `Print what Dateline sees in texts: sentences, mentions, times and events, one JSON
object a line for each PATH ("-" is standard input). Offsets are UTF-8 bytes into
"text", end exclusive. Run in a site, its register of entities is used.`,
		Example: "  dateline annotate --date 2013-09-09 article.txt\n  cat corpus.jsonl | dateline annotate --jsonl --raw -",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				if !lines {
					return usagef("name the files to annotate, or - for standard input")
				}
				args = []string{"-"}
			}
			var d day.Date
			if date != "" {
				var err error
				if d, err = article.ParseDate(date); err != nil {
					return usagef("--date %q: %v", date, err)
				}
			}
			env, err := p.env()
			if err != nil {
				return err
			}
			out := bufio.NewWriterSize(p.Stdout, 1<<16)
			a := annotator{env: env, out: out}
			var problems diag.List
			for _, name := range args {
				switch {
				case lines:
					err = a.lines(p.open(name))
				case raw:
					var src []byte
					if src, err = p.readInput(name); err == nil {
						err = a.write(record{Path: name}, article.Raw(string(src), timeline.Options{Published: d}, env, nil))
					}
				default:
					var src []byte
					if src, err = p.readInput(name); err == nil {
						var ds diag.List
						ds, err = a.file(name, src, d)
						problems = append(problems, ds...)
					}
				}
				if err != nil {
					return errors.Join(err, out.Flush())
				}
			}
			if err := out.Flush(); err != nil {
				return fmt.Errorf("writing annotations: %w", err)
			}
			return p.report(problems, false)
		},
	}
	c.Flags().StringVar(&date, "date", "", "`date` of publication, as EDTF, that relative times count from")
	c.Flags().BoolVar(&raw, "raw", false, "annotate plain text as it stands, without import: \"text\" is the input byte for byte")
	c.Flags().BoolVar(&lines, "jsonl", false, `read JSON lines {"id","text","date","mode"}; implies --raw`)
	return c
}

// env returns what compiling depends on: the site's register when there is a site.
func (p *program) env() (article.Env, error) {
	dir := p.siteDir()
	if !hasSite(dir) {
		if p.source != "" {
			return article.Env{}, usagef("there is no site in %q: it has no folder content/", dir)
		}
		reg, _ := entity.NewRegister(nil)
		return article.Env{Register: reg, Tagger: ner.New(), Lang: "en"}, nil
	}
	s, err := p.openSite(siteOptions{readOnly: true})
	if err != nil {
		return article.Env{}, err
	}
	defer s.Close()
	return s.builder.Env(s.input())
}

// open returns a reader of a file, or of standard input. An error comes with the first read.
func (p *program) open(name string) io.Reader {
	if name == "-" {
		return p.Stdin
	}
	f, err := os.Open(p.path(name))
	if err != nil {
		return failing{err}
	}
	return f
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func (p *program) readInput(name string) ([]byte, error) {
	r := p.open(name)
	if c, ok := r.(io.Closer); ok && name != "-" {
		defer c.Close()
	}
	b, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(b) > maxInput {
		return nil, usagef("%s is larger than %d MiB", name, maxInput>>20)
	}
	return b, nil
}

// annotator writes annotations in the form of the contract.
type annotator struct {
	env article.Env
	out *bufio.Writer
	buf []byte
	an  *prose.Analysis
}

// record is what a line of output says beside the annotations.
type record struct {
	Path string
	ID   json.RawMessage
}

// file annotates one file: what is no Markdown is imported first.
func (a *annotator) file(name string, src []byte, d day.Date) (diag.List, error) {
	ext := strings.ToLower(path.Ext(name))
	var diags diag.List
	if ext != ".md" && ext != ".markdown" {
		draft, ds := importer.Import(path.Base(name), src, importer.Options{Date: d})
		diags = importer.BeforeCompiling(ds)
		if draft == nil {
			return diags, nil
		}
		src = draft.Markdown
	}
	env := a.env
	env.Published = d
	t := article.Read(article.Input{Path: addr.Source(name), Src: src}, env)
	return append(diags, t.Article.Diags...), a.write(record{Path: name}, t)
}

// lines annotates JSON lines as they stand, keeping order and id.
func (a *annotator) lines(r io.Reader) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if len(line) > maxInput {
			return usagef("line %d is larger than %d MiB", n, maxInput>>20)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			doc, err := readDocument(line)
			if err != nil {
				return usagef("line %d: %v", n, err)
			}
			opt := timeline.Options{News: doc.Mode == "news", Narrative: doc.Mode == "narrative"}
			if doc.Mode != "" && !opt.News && !opt.Narrative {
				return usagef("line %d: mode %q: write news or narrative", n, doc.Mode)
			}
			if doc.Date != "" {
				d, err := article.ParseDate(doc.Date)
				if err != nil {
					return usagef("line %d: date %q: %v", n, doc.Date, err)
				}
				opt.Published = d
			}
			t := article.Raw(doc.Text, opt, a.env, a.an)
			a.an = t.Analysis
			if err := a.write(record{ID: doc.ID}, t); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading line %d: %w", n, err)
		}
	}
}

// write writes one line. It is written by hand, since it is most of the cost
// of annotating a corpus.
func (a *annotator) write(rec record, t *article.Text) error {
	b := append(a.buf[:0], '{')
	if rec.ID != nil {
		b = append(append(append(b, `"id":`...), rec.ID...), ',')
	}
	if rec.Path != "" {
		b = append(appendString(append(b, `"path":`...), rec.Path), ',')
	}
	if d := t.Article.Meta.Date; !d.IsZero() {
		b = append(appendString(append(b, `"date":`...), d.String()), ',')
	}
	s := t.Analysis.S
	b = appendString(append(b, `"text":`...), s)
	b = append(b, `,"sentences":[`...)
	for i, sp := range t.Analysis.Sentences {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, '['), int64(sp.Start), 10)
		b = append(strconv.AppendInt(append(b, ','), int64(sp.End), 10), ']')
	}
	b = append(b, `],"mentions":[`...)
	for m, linked := range mentions(t) {
		if b[len(b)-1] == '}' {
			b = append(b, ',')
		}
		b = appendSpan(b, m.Span, s)
		b = appendString(append(b, `,"type":`...), m.Kind.String())
		b = appendString(append(b, `,"entity":`...), m.Entity)
		b = appendString(append(b, `,"reason":`...), m.Reason)
		b = append(b, `,"score":`...)
		b = strconv.AppendFloat(b, math.Round(float64(m.Score)*1000)/1000, 'f', -1, 64)
		if !linked {
			b = append(b, `,"linked":false`...)
		}
		b = append(b, '}')
	}
	b = append(b, `],"times":[`...)
	for i, e := range t.Times {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendSpan(b, e.Span, s)
		b = appendString(append(b, `,"type":`...), e.Type.String())
		b = appendString(append(b, `,"value":`...), e.Value)
		b = appendString(append(b, `,"edtf":`...), e.Date.String())
		b = append(appendString(append(b, `,"reason":`...), e.Reason), '}')
	}
	b = append(b, `],"events":[`...)
	for i := range t.Events {
		e := &t.Events[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(append(b, `{"when":`...), e.When.String())
		b = appendString(append(b, `,"label":`...), e.Label)
		b = strconv.AppendInt(append(b, `,"start":`...), int64(e.Start), 10)
		b = strconv.AppendInt(append(b, `,"end":`...), int64(e.End), 10)
		b = appendString(append(b, `,"status":`...), e.Status.String())
		b = append(b, `,"entities":[`...)
		for j, id := range e.Entities {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendString(b, id)
		}
		b = append(b, ']')
		if e.Words != "" {
			b = appendString(append(b, `,"words":`...), e.Words)
		}
		if e.Reason != "" {
			b = appendString(append(b, `,"reason":`...), e.Reason)
		}
		b = append(b, '}')
	}
	b = append(b, "]}\n"...)
	a.buf = b
	if _, err := a.out.Write(b); err != nil {
		return fmt.Errorf("writing annotations: %w", err)
	}
	return nil
}

// mentions yields the names of a text in order, and whether they are linked:
// others are nobody's.
func mentions(t *article.Text) iter.Seq2[*entity.Mention, bool] {
	linked := t.Mentions
	if len(t.Held) > 0 {
		linked = slices.Concat(t.Mentions, t.Held)
		slices.SortFunc(linked, func(a, b entity.Mention) int { return a.Start - b.Start })
	}
	return func(yield func(*entity.Mention, bool) bool) {
		i, j := 0, 0
		for i < len(linked) || j < len(t.Unlinked) {
			if j == len(t.Unlinked) || i < len(linked) && linked[i].Start < t.Unlinked[j].Start {
				if i++; !yield(&linked[i-1], true) {
					return
				}
			} else if j++; !yield(&t.Unlinked[j-1], false) {
				return
			}
		}
	}
}

func appendSpan(b []byte, sp prose.Span, s string) []byte {
	b = strconv.AppendInt(append(b, `{"start":`...), int64(sp.Start), 10)
	b = strconv.AppendInt(append(b, `,"end":`...), int64(sp.End), 10)
	return appendString(append(b, `,"text":`...), s[sp.Start:sp.End])
}

// appendString appends s as a JSON string. Bytes that are no UTF-8 become
// U+FFFD, as encoding/json has it.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		if i += plainPrefix(s[i:]); i == len(s) {
			break
		}
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(append(b, s[start:i]...), `\ufffd`...)
				start = i + 1
			}
			i += n
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\t':
			b = append(b, '\\', 't')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}
