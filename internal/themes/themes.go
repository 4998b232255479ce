// Package themes holds the themes that a site can take in place of the built-in one, and
// nothing else: each is a folder with templates/ and static/, which a site lays over
// what is built in, like its own.
package themes

import "embed"

// FS is the files, by the names of their themes: "ledger/static/css/main.css".
//
//go:embed all:ledger
var FS embed.FS
