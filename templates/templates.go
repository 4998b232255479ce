// Package templates holds the built-in theme's templates, and nothing else. A
// site overrides them file by file.
package templates

import "embed"

// FS is the templates, with baseof.html at its root.
//
//go:embed *.html _partials/*.html
var FS embed.FS
