package markdown

import (
	"slices"
	"strings"
)

// language is a language that code is highlighted in.
type language struct {
	lexer string // chroma's name of it
	names string // what authors call it, in small letters
	// weight is how many times as long as for other languages a block can take at
	// worst. The time is at worst quadratic in the block's length.
	weight int
}

// languages are those whose lexers end on any input, in a time that is bounded by
// the square of its length: tests try each of them on what lexers stumble over.
// Others of chroma's three hundred loop for ever (HCL, JSONata, Jungle), panic
// (YANG), take exponential time, or let the code choose any other lexer (HTTP,
// Org mode, Svelte).
var languages = [...]language{
	{"Ada", "ada", 1},
	{"Awk", "awk gawk", 1},
	{"Bash", "bash sh shell zsh ksh posix", 1},
	{"Bash Session", "console bash-session shell-session shellsession sh-session terminal", 1},
	{"Batchfile", "bat batch cmd", 1},
	{"BibTeX", "bibtex bib", 1},
	{"C", "c h", 1},
	{"C#", "c# csharp cs", 1},
	{"C++", "c++ cpp cc cxx hpp arduino", 1},
	{"CMake", "cmake", 1},
	{"COBOL", "cobol", 1},
	{"CSS", "css", 1},
	{"CSV", "csv", 1},
	{"CUE", "cue", 1},
	{"Clojure", "clojure clj cljs edn", 1},
	{"CoffeeScript", "coffeescript coffee", 1},
	{"Common Lisp", "common-lisp lisp cl", 1},
	{"Crystal", "crystal cr", 1},
	{"DTD", "dtd", 1},
	{"Dart", "dart", 1},
	{"Diff", "diff patch udiff", 1},
	{"Django/Jinja", "django jinja jinja2", 1},
	{"Docker", "docker dockerfile containerfile", 1},
	{"Elixir", "elixir ex exs", 1},
	{"Elm", "elm", 1},
	{"EmacsLisp", "emacs-lisp elisp", 1},
	{"Erlang", "erlang erl", 1},
	{"FSharp", "fsharp f# fs", 1},
	{"Fortran", "fortran f90", 4},
	{"GLSL", "glsl", 1},
	{"Go", "go golang", 1},
	{"Go HTML Template", "go-html-template gohtml html+template", 4},
	{"GraphQL", "graphql gql", 1},
	{"Groff", "groff nroff man", 1},
	{"HTML", "html htm xhtml", 4},
	{"Handlebars", "handlebars hbs", 1},
	{"Haskell", "haskell hs", 1},
	{"INI", "ini cfg conf properties editorconfig desktop systemd env dotenv", 1},
	{"JSON", "json jsonl ndjson geojson jsonld", 1},
	{"Java", "java", 4},
	{"JavaScript", "javascript js mjs cjs node jsonc json5", 1},
	{"Jsonnet", "jsonnet", 1},
	{"Julia", "julia jl", 4},
	{"Kotlin", "kotlin kt kts", 1},
	{"Lua", "lua", 1},
	{"Makefile", "makefile make mk just justfile", 4},
	{"Matlab", "matlab", 1},
	{"MySQL", "mysql mariadb", 1},
	{"NASM", "nasm", 1},
	{"Nginx configuration file", "nginx", 1},
	{"Nim", "nim", 1},
	{"Nix", "nix", 1},
	{"OCaml", "ocaml ml", 1},
	{"Objective-C", "objective-c objc obj-c", 1},
	{"PHP", "php", 1},
	{"Perl", "perl pl pm", 4},
	{"PowerShell", "powershell ps1 pwsh", 1},
	{"Protocol Buffer", "protobuf proto", 1},
	{"Python", "python py python3 py3 starlark bazel", 1},
	{"R", "r", 1},
	{"Racket", "racket rkt", 1},
	{"Ruby", "ruby rb", 1},
	{"Rust", "rust rs", 1},
	{"SCSS", "scss less", 1},
	{"SPARQL", "sparql", 4},
	{"SQL", "sql postgres postgresql psql plpgsql sqlite plsql tsql", 1},
	{"Sass", "sass", 1},
	{"Scala", "scala", 1},
	{"Scheme", "scheme scm", 1},
	{"Solidity", "solidity sol", 1},
	{"Swift", "swift", 1},
	{"TOML", "toml", 1},
	{"Tcl", "tcl", 1},
	{"Tcsh", "tcsh csh", 1},
	{"TeX", "tex latex", 1},
	{"Terraform", "terraform tf hcl", 1},
	{"Turtle", "turtle ttl", 1},
	{"TypeScript", "typescript ts tsx mts", 1},
	{"Typst", "typst typ", 1},
	{"VB.net", "vb vb.net vbnet", 1},
	{"VHDL", "vhdl", 1},
	{"VimL", "vim viml", 1},
	{"WebAssembly Text Format", "wat wast", 1},
	{"WebGPU Shading Language", "wgsl", 1},
	{"XML", "xml svg rss atom xsl xslt plist tei kml", 1},
	{"YAML", "yaml yml", 1},
	{"Zig", "zig", 1},
	{"markdown", "markdown md mdx", 4},
	{"react", "jsx react", 1},
	{"verilog", "verilog systemverilog", 1},
	{"vue", "vue", 1},
}

// languageOf returns the language that goes by a name, in whatever letters, or nil.
func languageOf(name string) *language {
	name = strings.ToLower(name)
	if name == "" {
		return nil
	}
	i := slices.IndexFunc(languages[:], func(l language) bool {
		for n := range strings.SplitSeq(l.names, " ") {
			if n == name {
				return true
			}
		}
		return false
	})
	if i < 0 {
		return nil
	}
	return &languages[i]
}
