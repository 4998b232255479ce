package importer

import "dateline/internal/diag"

func readHTML(name, text string, opt Options) (*page, diag.List) { return readText(text, opt), nil }
