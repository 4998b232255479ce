package unpack

import (
	"strings"
	"testing"
)

// Shortcodes become what they stand for, and stay as words where that is not known:
// none of them vanishes.
func TestShortcodes(t *testing.T) {
	w := &wordpress{
		picture: func(string) (wxrPicture, bool) { return wxrPicture{}, false },
		gallery: func() []string { return nil },
	}
	for src, want := range map[string]string{
		"[youtube https://video.example/watch?v=a1&w=2]":        `<a href="https://video.example/watch?v=a1&amp;w=2">`,
		"[youtube]https://video.example/a1[/youtube]":           `<a href="https://video.example/a1">https://video.example/a1</a></p>`,
		`[video mp4="https://video.example/a.mp4"][/video] end`: `<a href="https://video.example/a.mp4">https://video.example/a.mp4</a></p>` + "\n\n end",
		"[vimeo 1234]":          `<a href="https://vimeo.com/1234">`,
		`[gallery ids="7,8"]`:   `[gallery ids="7,8"]`,
		"[audio]":               "[audio]",
		"[youtube]\n[/youtube]": "[youtube]\n[/youtube]",
		"they said [sic] so":    "they said [sic] so",
	} {
		got := w.shortcodes(src)
		if !strings.Contains(got, want) {
			t.Errorf("%s became %q, want %q", src, got, want)
		}
	}
}
