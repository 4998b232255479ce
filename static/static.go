// Package static holds the built-in theme's style sheets and scripts,
// and nothing else. A site overrides them file by file.
package static

import "embed"

// FS is the files, by the names that templates call them: "css/main.css".
//
//go:embed css js
var FS embed.FS
