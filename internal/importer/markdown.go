package importer

import "dateline/internal/diag"

func readMarkdown(name, text string, opt Options) (*page, diag.List) { return readText(text, opt), nil }
