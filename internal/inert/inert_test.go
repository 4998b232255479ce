package inert

import "testing"

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`

func TestArticle(t *testing.T) {
	for _, ok := range []string{
		"<p>words</p>", `<a href="a.html">x</a>`, `<a href="MAILTO:a@b">x</a>`, `<img src="data:image/png;base64,AA">`, "&lt;script>", `<a href="a/b:c">x</a>`, `<img srcset="a.png 1x, b.png 2x">`,
	} {
		if err := Article([]byte(ok)); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
	for _, bad := range []string{
		"<script>", "<SCRIPT src=a.js>", "<p onclick=x>", "<p/ONclick=x>", `<p style="a:b">`, "<svg>", "<svg><animate>", "<iframe>", "<form>", "<base href=/>", "<link rel=x>", "<meta http-equiv=refresh>",
		`<a href="javascript:x">`, `<a href=" &#9;jav&#10;ascript:x">`, "<a href=\"\x01javascript:x\">", `<a href="vbscript:x">`, `<a href="data:text/html,x">`, `<img src="data:image/svg+xml,x">`, `<a href="data:image/png,x">`,
		`<a xlink:href="javascript:x">`, `<button formaction=x>`, `<img srcset="a 1x, javascript:x 2x">`, `<video poster=javascript:x>`, `<a ping="javascript:x">`, `<p is=x-y>`,
	} {
		if Article([]byte(bad)) == nil {
			t.Errorf("%s is taken for inert", bad)
		}
	}
}

func TestPage(t *testing.T) {
	for _, ok := range []string{
		policy + `<script src="/a.js"></script><script type="application/json">{}</script>`, policy + `<form role="search"><input></form>`, policy + `<meta http-equiv=refresh content="0; url=a/">`, policy + "<svg><path d=x></svg>",
	} {
		if err := Page([]byte(ok)); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
	for _, bad := range []string{
		"<p>no policy", policy + policy, `<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'">`,
		policy + "<script>x</script>", policy + `<script src="//evil/a.js"></script>`, policy + `<script src="https://evil/a.js"></script>`, policy + `<script src=a.js>x</script>`, policy + `<link rel=stylesheet href="https://evil/a.css">`,
		policy + `<form action="/x">`, policy + `<meta http-equiv=refresh content="1; url=https://evil">`, policy + `<meta http-equiv=refresh content="0; url='javascript:x'">`,
		policy + "<svg><a xlink:href=javascript:x>", policy + "<svg><set>", policy + "<math href=javascript:x>", policy + `<body onload=x>`,
	} {
		if Page([]byte(bad)) == nil {
			t.Errorf("%s is taken for inert", bad)
		}
	}
}
