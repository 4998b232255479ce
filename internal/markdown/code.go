package markdown

type lang struct{}

func language(name string) (lang, bool)                 { return lang{}, false }
func appendHighlighted(b []byte, lang, s string) []byte { return appendEscaped(b, s) }
