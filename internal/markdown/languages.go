package markdown

import "strings"

// form is the family of scanners that a language belongs to.
type form uint8

const (
	program form = iota
	markup
	styles
	settings
	changes
	prompt
	prosaic
)

// lang is what a scanner has to know of a language.
type lang struct {
	form      form
	line      string    // what comments to the line's end begin with
	block     [2]string // what longer comments begin and end with
	quotes    string    // the marks of strings
	keywords  string
	builtins  string
	meta      byte // what preprocessor lines or decorators begin with
	triple    bool // strings in three marks
	backquote bool // strings of several lines in backquotes
	multiline bool // strings go over line ends
	escapes   bool // a backslash in a string takes the next character with it
	caseless  bool
	hyphens   bool // names may hold hyphens
	dollar    bool // $name
	keys      bool // name: is a key
	lifetimes bool // 'name is not a string
	words     map[string]string
}

// languageName returns the one name under which a language is known here, or "".
func languageName(name string) string {
	switch name = strings.ToLower(name); name {
	case "go", "python", "javascript", "typescript", "json", "yaml", "toml", "ini", "html", "xml", "css", "bash", "powershell", "sql",
		"rust", "c", "cpp", "csharp", "java", "kotlin", "scala", "swift", "dart", "ruby", "php", "perl", "lua", "r", "julia", "haskell",
		"elixir", "erlang", "clojure", "lisp", "diff", "makefile", "dockerfile", "markdown", "graphql", "tex", "proto", "zig", "console", "nix", "hcl":
		return name
	case "golang":
		return "go"
	case "py", "python3", "starlark", "bazel":
		return "python"
	case "js", "jsx", "mjs", "cjs", "node", "jsonc", "json5":
		return "javascript"
	case "ts", "tsx", "mts":
		return "typescript"
	case "jsonl", "ndjson", "geojson", "jsonld":
		return "json"
	case "yml":
		return "yaml"
	case "cfg", "conf", "properties", "editorconfig", "desktop", "systemd", "env", "dotenv":
		return "ini"
	case "htm", "xhtml", "vue", "svelte", "gohtml", "html+template":
		return "html"
	case "svg", "rss", "atom", "xsl", "xslt", "plist", "tei", "kml":
		return "xml"
	case "scss", "less", "sass":
		return "css"
	case "sh", "shell", "zsh", "ksh", "fish", "posix":
		return "bash"
	case "ps1", "pwsh":
		return "powershell"
	case "mysql", "postgres", "postgresql", "psql", "sqlite", "plsql", "tsql":
		return "sql"
	case "rs":
		return "rust"
	case "h":
		return "c"
	case "c++", "cc", "cxx", "hpp", "objc", "objective-c", "arduino":
		return "cpp"
	case "cs", "c#", "fsharp", "f#", "fs":
		return "csharp"
	case "kt", "kts", "groovy", "gradle":
		return "kotlin"
	case "rb":
		return "ruby"
	case "pl", "pm":
		return "perl"
	case "jl":
		return "julia"
	case "hs", "elm":
		return "haskell"
	case "ex", "exs":
		return "elixir"
	case "erl":
		return "erlang"
	case "clj", "cljs", "edn":
		return "clojure"
	case "scheme", "racket", "elisp", "emacs-lisp", "common-lisp":
		return "lisp"
	case "patch":
		return "diff"
	case "make", "mk", "just", "justfile":
		return "makefile"
	case "docker", "containerfile":
		return "dockerfile"
	case "md", "mdx":
		return "markdown"
	case "gql":
		return "graphql"
	case "latex", "bibtex", "bib":
		return "tex"
	case "protobuf":
		return "proto"
	case "shell-session", "shellsession", "terminal", "sh-session":
		return "console"
	case "terraform", "tf":
		return "hcl"
	}
	return ""
}

// language returns what is known of a language, by its name or one of its aliases.
func language(alias string) (lang, bool) {
	slashes := [2]string{"/*", "*/"}
	const cWords = "break case continue default do else enum extern for goto if return sizeof static struct switch typedef union while const volatile inline register "
	const cTypes = "bool char double float int long short signed unsigned void size_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t NULL true false "
	const jsWords = "async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield "
	const jsTypes = "true false null undefined NaN Infinity Array Boolean Date Error Function JSON Map Math Number Object Promise Proxy RegExp Set String Symbol console document window globalThis "
	switch languageName(alias) {
	case "go":
		return lang{
			line: "//", block: slashes, quotes: `"'`, backquote: true, escapes: true,
			keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var",
			builtins: "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false nil iota append cap clear close copy delete len make max min new panic print println recover",
		}, true
	case "python":
		return lang{
			line: "#", quotes: `"'`, triple: true, escapes: true, meta: '@',
			keywords: "and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
			builtins: "True False None self cls bool bytes dict enumerate float frozenset int isinstance len list map max min object open print range repr reversed set sorted str sum super tuple type zip Exception ValueError TypeError KeyError",
		}, true
	case "javascript":
		return lang{line: "//", block: slashes, quotes: `"'`, backquote: true, escapes: true, keys: true, meta: '@', keywords: jsWords, builtins: jsTypes}, true
	case "typescript":
		return lang{
			line: "//", block: slashes, quotes: `"'`, backquote: true, escapes: true, meta: '@',
			keywords: jsWords + "abstract as declare enum implements interface is keyof namespace private protected public readonly satisfies type",
			builtins: jsTypes + "any bigint boolean never number object string symbol unknown Record Partial Readonly",
		}, true
	case "json":
		return lang{quotes: `"`, escapes: true, keys: true, builtins: "true false null"}, true
	case "yaml", "toml", "ini":
		return lang{form: settings}, true
	case "html", "xml":
		return lang{form: markup}, true
	case "css":
		return lang{form: styles, line: "//", block: slashes}, true
	case "bash":
		return lang{
			line: "#", quotes: `"'`, escapes: true, multiline: true, dollar: true, hyphens: true,
			keywords: "if then else elif fi case esac for while until do done in function select return exit break continue local export readonly declare unset set shift source trap",
			builtins: "alias awk bg cat cd chmod chown cp curl cut date dirname echo env eval exec find git go grep head kill ln ls make mkdir mv npm pip printf pwd python read rm sed sleep sort sudo tail tar tee test touch tr true false uniq wc wget xargs",
		}, true
	case "powershell":
		return lang{
			line: "#", block: [2]string{"<#", "#>"}, quotes: `"'`, dollar: true, hyphens: true, caseless: true,
			keywords: "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach from function if in param process return switch throw trap try until using while",
		}, true
	case "sql":
		return lang{
			line: "--", block: slashes, quotes: `"'`, caseless: true, multiline: true,
			keywords: "add all alter and any as asc begin between by case check column commit constraint create cross database default delete desc distinct drop else end exists explain foreign from full function grant group having if in index inner insert intersect into is join key left like limit not null offset on or order outer over partition primary procedure recursive references replace returning revoke right rollback row rows select set table then to transaction trigger truncate union unique update using values view when where window with",
			builtins: "avg bigint blob boolean char coalesce count current_date current_timestamp date decimal double false float int integer interval json max min now numeric real serial smallint sum text time timestamp true uuid varchar",
		}, true
	case "rust":
		return lang{
			line: "//", block: slashes, quotes: `"'`, escapes: true, multiline: true, lifetimes: true, meta: '#',
			keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return static struct super trait type union unsafe use where while",
			builtins: "self Self true false bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Box Option Result Some None Ok Err String Vec HashMap Rc Arc",
		}, true
	case "c":
		return lang{line: "//", block: slashes, quotes: `"'`, escapes: true, meta: '#', keywords: cWords, builtins: cTypes}, true
	case "cpp":
		return lang{
			line: "//", block: slashes, quotes: `"'`, escapes: true, meta: '#', builtins: cTypes + "auto string vector map set nullptr std",
			keywords: cWords + "and catch class concept consteval constexpr constinit co_await co_return co_yield decltype delete explicit export final friend import module mutable namespace new noexcept operator or override private protected public requires template this throw try typename using virtual",
		}, true
	case "csharp":
		return lang{
			line: "//", block: slashes, quotes: `"'`, escapes: true, meta: '#',
			keywords: "abstract as async await base break case catch checked class const continue default delegate do else enum event explicit extern finally fixed for foreach from get goto if implicit in init interface internal is let lock match module namespace new of open operator out override params partial private protected public readonly record ref rec return sealed select set static struct switch this throw try type typeof unsafe using var virtual volatile when where while with yield",
			builtins: "bool byte char decimal double dynamic false float int long null object sbyte short string true uint ulong ushort void",
		}, true
	case "java":
		return lang{
			line: "//", block: slashes, quotes: `"'`, escapes: true, triple: true, meta: '@',
			keywords: "abstract assert break case catch class continue default do else enum extends final finally for if implements import instanceof interface native new non-sealed package permits private protected public record return sealed static strictfp super switch synchronized this throw throws transient try var volatile while yield",
			builtins: "boolean byte char double false float int long null short true void String Object Integer Long List Map Set Optional System",
		}, true
	case "kotlin":
		return lang{
			line: "//", block: slashes, quotes: `"'`, escapes: true, triple: true, meta: '@',
			keywords: "abstract annotation as break by catch class companion const constructor continue data def do else enum extends final finally for fun get if import in infix init inline inner interface internal is lateinit object open operator out override package private protected public return sealed set super suspend this throw try typealias val var vararg when where while",
			builtins: "Any Boolean Byte Char Double Float Int List Long Map Nothing Set Short String Unit true false null",
		}, true
	case "scala":
		return lang{
			line: "//", block: slashes, quotes: `"'`, escapes: true, triple: true, meta: '@',
			keywords: "abstract case catch class def do else enum export extends final finally for given if implicit import lazy match new object override package private protected return sealed super then this throw trait try type using val var while with yield",
			builtins: "Any Boolean Byte Char Double Float Int List Long Map Nothing None Option Set Short Some String Unit true false null",
		}, true
	case "swift":
		return lang{
			line: "//", block: slashes, quotes: `"`, escapes: true, triple: true, meta: '@',
			keywords: "actor as associatedtype async await break case catch class continue default defer deinit do else enum extension fallthrough fileprivate for func get guard if import in init inout internal is let mutating open operator override private protocol public repeat required return self set some static struct subscript super switch throw throws try typealias var weak where while",
			builtins: "Any Array Bool Character Dictionary Double Float Int Optional Set String UInt Void true false nil Self",
		}, true
	case "dart":
		return lang{
			line: "//", block: slashes, quotes: `"'`, escapes: true, triple: true, meta: '@',
			keywords: "abstract as assert async await break case catch class const continue default deferred do else enum export extends extension external factory final finally for get if implements import in interface is late library mixin new on operator part required rethrow return sealed set show static super switch this throw try typedef var void when while with yield",
			builtins: "bool double dynamic int num String List Map Set Future Stream true false null",
		}, true
	case "ruby":
		return lang{
			line: "#", block: [2]string{"=begin", "=end"}, quotes: `"'`, escapes: true, meta: '@',
			keywords: "alias and begin break case class def defined do else elsif end ensure extend for if in include module next not or private protected public raise redo require require_relative rescue retry return super then undef unless until when while yield attr_accessor attr_reader attr_writer",
			builtins: "self true false nil puts print Array Hash Integer String Symbol Float Struct",
		}, true
	case "php":
		return lang{
			line: "// #", block: slashes, quotes: `"'`, escapes: true, multiline: true, dollar: true, caseless: true,
			keywords: "abstract and as break case catch class clone const continue declare default do echo else elseif enum extends final finally fn for foreach function global goto if implements include include_once instanceof insteadof interface match namespace new or print private protected public readonly require require_once return static switch throw trait try use var while xor yield",
			builtins: "array bool callable false float int iterable mixed null object parent self string true void",
		}, true
	case "perl":
		return lang{
			line: "#", quotes: `"'`, escapes: true, multiline: true, dollar: true,
			keywords: "and cmp continue do else elsif eq for foreach ge gt if last le local lt my ne next no not or our package redo return sub unless until use while xor",
			builtins: "chomp chop defined delete die each exists join keys length map open pop print printf push ref scalar shift sort splice split sprintf substr undef unshift values warn",
		}, true
	case "lua":
		return lang{
			line: "--", block: [2]string{"--[[", "]]"}, quotes: `"'`, escapes: true,
			keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
			builtins: "true false nil self ipairs pairs print require setmetatable string table math tostring tonumber type",
		}, true
	case "r":
		return lang{
			line: "#", quotes: `"'`, escapes: true, multiline: true,
			keywords: "break else for function if in next repeat return while library require", builtins: "TRUE FALSE NULL NA NaN Inf c data.frame list matrix print",
		}, true
	case "julia":
		return lang{
			line: "#", block: [2]string{"#=", "=#"}, quotes: `"`, escapes: true, triple: true, meta: '@',
			keywords: "abstract baremodule begin break catch const continue do else elseif end export finally for function global if import in let local macro module mutable primitive quote return struct try type using where while",
			builtins: "true false nothing missing Int Int64 Float64 String Bool Vector Matrix Dict println",
		}, true
	case "haskell":
		return lang{
			line: "--", block: [2]string{"{-", "-}"}, quotes: `"`, escapes: true,
			keywords: "case class data default deriving do else exposing forall foreign if import in infix infixl infixr instance let module newtype of port qualified then type where",
			builtins: "Bool Char Double Either False Float Int Integer IO Just Left Maybe Nothing Right String True",
		}, true
	case "elixir", "erlang":
		return lang{
			line: "# %", quotes: `"`, escapes: true, triple: true, meta: '@', multiline: true,
			keywords: "after alias and begin case catch cond def defimpl defmacro defmodule defp defprotocol defstruct do else end fn for fun if import in not of or quote raise receive require rescue try unless unquote use when with",
			builtins: "true false nil ok error self",
		}, true
	case "clojure", "lisp":
		return lang{
			line: ";", quotes: `"`, escapes: true, multiline: true, hyphens: true,
			keywords: "and begin case cond def defmacro defn defun defvar define do fn for if lambda let loop ns or progn quote recur require set setq when while",
			builtins: "true false nil t",
		}, true
	case "diff":
		return lang{form: changes}, true
	case "makefile":
		return lang{
			line: "#", quotes: `"'`, dollar: true, hyphens: true, keys: true, meta: '@',
			keywords: "define else endef endif export ifdef ifeq ifndef ifneq include override unexport",
		}, true
	case "dockerfile":
		return lang{
			line: "#", quotes: `"'`, escapes: true, dollar: true,
			keywords: "FROM AS RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL",
		}, true
	case "markdown":
		return lang{form: prosaic}, true
	case "console":
		return lang{form: prompt}, true
	case "graphql":
		return lang{
			line: "#", quotes: `"`, triple: true, escapes: true, meta: '@', keys: true, dollar: true,
			keywords: "directive enum extend fragment implements input interface mutation on query scalar schema subscription type union", builtins: "Boolean Float ID Int String true false null",
		}, true
	case "tex":
		return lang{line: "%", meta: '\\'}, true
	case "proto":
		return lang{
			line: "//", block: slashes, quotes: `"`, escapes: true,
			keywords: "enum extend extensions import map message oneof option optional package repeated required reserved returns rpc service stream syntax to",
			builtins: "bool bytes double fixed32 fixed64 float int32 int64 sint32 sint64 string uint32 uint64 true false",
		}, true
	case "zig":
		return lang{
			line: "//", quotes: `"'`, escapes: true, meta: '@',
			keywords: "align allowzero and anyframe asm async await break callconv catch comptime const continue defer else enum errdefer error export extern fn for if inline noalias nosuspend or orelse packed pub resume return struct suspend switch test threadlocal try union unreachable usingnamespace var volatile while",
			builtins: "true false null undefined bool void type anyerror f32 f64 i8 i16 i32 i64 isize u8 u16 u32 u64 usize",
		}, true
	case "nix":
		return lang{
			line: "#", block: slashes, quotes: `"`, escapes: true, multiline: true, hyphens: true,
			keywords: "assert else if in inherit let or rec then with", builtins: "true false null import builtins",
		}, true
	case "hcl":
		return lang{
			line: "# //", block: slashes, quotes: `"`, escapes: true,
			keywords: "data for if in locals module output provider resource terraform variable", builtins: "true false null string number bool list map any",
		}, true
	}
	return lang{}, false
}
