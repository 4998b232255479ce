package unpack

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/cputime"
)

// mailOf returns a message with these lines, ended as mail's are.
func mailOf(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n") + "\r\n") }

func TestMailHeader(t *testing.T) {
	src := mailOf(
		`Message-ID: <a1@harbour.example>`, `From: =?iso-8859-1?Q?J=F8rn_Lund?= <jorn@harbour.example>, mara@harbour.example`,
		`Subject: The last`, ` boat =?utf-8?B?`+base64.StdEncoding.EncodeToString([]byte("– nobody"))+`?=`,
		`Date: Fri, 14 Mar 2014 23:30:00 -0800`, `List-Id: "Harbour news" <news.harbour.example>`, `Archived-At: <https://harbour.example/1>`, `this is no field`,
		`Content-Type: text/plain; charset=iso-8859-1; format=flowed`, `Content-Transfer-Encoding: quoted-printable`, ``,
		`Nobody came =`, `to the quay=20`, `that night, =E6`, `> quoted`, ``, `--=20`, `J.`)
	if k := Kind("x.eml", src, ""); k != "eml" {
		t.Fatalf("kind %q", k)
	}
	it, diags := only(t, "eml", "x.eml", src)
	if it.Title != "The last boat – nobody" || it.Date != "2014-03-14" || it.Site != "Harbour news" || it.URL != "https://harbour.example/1" ||
		!slices.Equal(it.Authors, []string{"Jørn Lund", "mara@harbour.example"}) || it.Kind != "text" || it.Whole {
		t.Errorf("%+v", it)
	}
	if got, want := string(it.Body), "Nobody came to the quay that night, æ\n> quoted\n\n-- \nJ.\n"; got != want {
		t.Errorf("body %q, want %q", got, want)
	}
	if codes(diags) != "malformed-mail" || diags[0].Line != 1 {
		t.Errorf("%v", diags)
	}
}

func TestSenders(t *testing.T) {
	for field, want := range map[string]string{
		`jane at example.org (Jane Roe)`: "Jane Roe",
		`"Roe, Jane" <j@example.org>`:    "Roe, Jane",
		`Jane Roe <j at example>`:        "Jane Roe",
		``:                               "",
	} {
		if got := strings.Join(senders(field), "; "); got != want {
			t.Errorf("senders(%q) = %q, want %q", field, got, want)
		}
	}
}

func TestMailParts(t *testing.T) {
	rich := func(words string) []byte {
		return mailOf(
			`From: a@b.example`, `Subject: s`, `Mime-Version: 1.0`, `Content-Type: multipart/mixed; boundary=out`, ``,
			`--out`, `Content-Type: multipart/alternative; boundary="in"`, ``,
			`--in`, `Content-Type: text/plain; charset=utf-8`, ``, `Nobody came to the quay that night.`,
			`--in`, `Content-Type: multipart/related; boundary=rel`, ``,
			`--rel`, `Content-Type: text/html; charset=utf-8`, ``, words,
			`--rel`, `Content-Type: image/png; name=quay.png`, `Content-ID: <q1>`, `Content-Transfer-Encoding: base64`, ``, base64.StdEncoding.EncodeToString([]byte(onePixel)), `--rel--`,
			`--in--`,
			`--out`, `Content-Type: application/pdf`, `Content-Disposition: attachment; filename="plan.pdf"`, ``, `%PDF`, `--out--`)
	}
	it, diags := only(t, "eml", "x.eml", rich(`<p>Nobody came to the <b>quay</b> that night.<img src="cid:q1"></p>`))
	if it.Kind != "html" || !it.Whole || len(it.Files) != 1 || it.Files[0].Name != "q1.png" {
		t.Errorf("%+v", it)
	}
	has(t, it, "<p>Nobody came to the <b>quay</b> that night.", `<img src="q1.png"`)
	if codes(diags) != "attachments-left-out" || !strings.Contains(diags[0].Message, "plan.pdf") {
		t.Errorf("%v", diags)
	}
	it, diags = only(t, "eml", "x.eml", rich(`<p>See online</p>`))
	if it.Kind != "text" || strings.TrimSpace(string(it.Body)) != "Nobody came to the quay that night." || len(it.Files) != 0 {
		t.Errorf("%q %v", it.Body, diags)
	}
}

func TestSavedPage(t *testing.T) {
	src := mailOf(
		`From: <Saved by Blink>`, `Snapshot-Content-Location: https://harbour.example/fog`, `Subject: Fog`, `Date: Fri, 14 Mar 2014 10:00:00 -0000`, `MIME-Version: 1.0`, `Content-Type: multipart/related; boundary=x`, ``,
		`--x`, `Content-Type: text/html`, `Content-Transfer-Encoding: quoted-printable`, ``, `<html><body><img src=3D"https://harbour.example/quay.png"><p>Nobody came.</p></body></html>`,
		`--x`, `Content-Type: image/png`, `Content-Location: https://harbour.example/quay.png`, `Content-Transfer-Encoding: base64`, ``, base64.StdEncoding.EncodeToString([]byte(onePixel)), `--x--`)
	it, _ := only(t, "eml", "x.mhtml", src)
	if it.Date != "" || it.Retrieved != "2014-03-14" { // when it was saved is not when it was published
		t.Errorf("published %q, saved %q", it.Date, it.Retrieved)
	}
	if it.Whole || it.URL != "https://harbour.example/fog" || len(it.Authors) != 0 || len(it.Files) != 1 {
		t.Errorf("%+v", it)
	}
	has(t, it, `<img src="`+it.Files[0].Name+`"`, "<p>Nobody came.</p>")
}

func TestMailbox(t *testing.T) {
	src := []byte("From a@b.example Fri Mar 14 09:30:00 2014\nFrom: a@b.example\nSubject: one\n\nNobody came.\n>From the quay.\n>>From afar.\nFrom then on it rained.\n\n" +
		"From a@b.example Fri Mar 14 09:31:00 2014\nFrom: a@b.example\nSubject: two\nMessage-ID: <2@b>\n\n\n\n" +
		"From a@b.example Fri Mar 14 09:32:00 2014\nSubject: three\n\nFrom here you see 10:30.\n")
	if k := Kind("x.mbox", src, ""); k != "mbox" {
		t.Fatalf("kind %q", k)
	}
	entries, diags := entriesOf(t, "mbox", "x.mbox", src)
	if len(entries) != 3 || len(diags) != 0 {
		t.Fatalf("%+v %v", entries, diags)
	}
	if got := strings.TrimSpace(string(entries[0].Item.Body)); got != "Nobody came.\nFrom the quay.\n>From afar.\nFrom then on it rained." {
		t.Errorf("%q", got)
	}
	if entries[0].ID != "message 1" || entries[1].ID != "2@b" || entries[1].Skip == "" || entries[2].Line != 18 {
		t.Errorf("%+v", entries)
	}
}

func TestMailHostile(t *testing.T) {
	start := cputime.Now()
	deep := "From: a@b\nMime-Version: 1.0\nDate: x\n"
	for range 2000 {
		deep += "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
	}
	for _, src := range []string{
		deep,
		"From: a@b\nMime-Version: 1.0\nDate: x\nContent-Type: multipart/mixed\n\nno boundary",
		"From: a@b\nMime-Version: 1.0\nDate: x\nContent-Transfer-Encoding: base64\n\n!!!!A",
		"From: a@b\nMime-Version: 1.0\nDate: x\nContent-Type: text/plain; charset=x-no\n\n\xff\xfe\x00",
		"From: a@b\nDate: x\nSubject: " + strings.Repeat("=?utf-8?Q?=41?= \n ", 50_000) + "\n\n",
		"From: a@b\nMime-Version: 1.0\nDate: x\nContent-Type: multipart/mixed; boundary=x\n\n" + strings.Repeat("--x\n\na\n", 20_000),
	} {
		entries, _ := entriesOf(t, "eml", "x.eml", []byte(src))
		if len(entries) != 1 {
			t.Errorf("%d entries", len(entries))
		}
	}
	if d := cputime.Now() - start; d > 30*time.Second {
		t.Errorf("it took %v", d)
	}
}

// FuzzMail reads any bytes as a mailbox.
func FuzzMail(f *testing.F) {
	f.Add([]byte("From a@b Fri Mar 14 09:30:00 2014\nFrom: a\nSubject: =?utf-8?Q?x=41?=\nContent-Type: text/html; charset=koi8-r\n\n<p>x\n\nFrom b Fri Mar 14 10:00\n\n"))
	f.Add(mailOf(`From: a@b`, `Content-Type: multipart/alternative; boundary=i`, ``, `--i`, ``, `a `, `--i`, `Content-Type: text/html`, `Content-Transfer-Encoding: base64`, ``, `PHA+`, `--i--`))
	f.Fuzz(func(t *testing.T, src []byte) {
		entriesOf(t, "mbox", "x.mbox", append([]byte("From a@b Fri 09:30\n"), src...))
		if entries, _ := entriesOf(t, "eml", "x.eml", src); len(entries) != 1 {
			t.Errorf("%d entries of one message", len(entries))
		}
	})
}
