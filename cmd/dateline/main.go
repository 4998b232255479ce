// Dateline is a static site generator for annotated articles.
package main

import (
	"os"

	"dateline/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.System()))
}
