package frontmatter

// resolve returns what an unquoted YAML scalar is, by the core schema of YAML
// 1.2 with the dates of 1.1: "no" and "1_000" are strings, 2013-09-09 is a time.
func resolve(s string) Kind {
	if s == "" {
		return Null
	}
	switch c := s[0]; {
	case c == '~', c == 'n', c == 'N':
		switch s {
		case "~", "null", "Null", "NULL":
			return Null
		}
	case c == 't', c == 'T', c == 'f', c == 'F':
		switch s {
		case "true", "True", "TRUE", "false", "False", "FALSE":
			return Bool
		}
	case '0' <= c && c <= '9':
		if isTime(s) {
			return Time
		}
		if isNumber(s) {
			return Number
		}
	case c == '.', c == '-', c == '+':
		if isNumber(s) {
			return Number
		}
	}
	if s == ".nan" || s == ".NaN" || s == ".NAN" {
		return Number
	}
	return String
}

// isNumber reports whether s is a number of YAML's core schema, not ".nan".
func isNumber(s string) bool {
	if len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'o') {
		for _, c := range []byte(s[2:]) {
			octal := '0' <= c && c <= '7'
			hex := '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
			if s[1] == 'o' && !octal || s[1] == 'x' && !hex {
				return false
			}
		}
		return true
	}
	if s[0] == '-' || s[0] == '+' {
		s = s[1:]
	}
	switch s {
	case ".inf", ".Inf", ".INF":
		return true
	}
	whole := digits(s)
	rest, frac := s[whole:], 0
	if rest != "" && rest[0] == '.' {
		frac = digits(rest[1:])
		rest = rest[1+frac:]
	}
	if whole+frac == 0 {
		return false
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if rest != "" && (rest[0] == '-' || rest[0] == '+') {
			rest = rest[1:]
		}
		n := digits(rest)
		return n > 0 && n == len(rest)
	}
	return rest == ""
}

// isTime reports whether s has the form of a date, or of a date with a time.
// Whether such a day exists is for others to say.
func isTime(s string) bool {
	if len(s) < 10 || digits(s) != 4 || s[4] != '-' || digits(s[5:]) != 2 || s[7] != '-' || digits(s[8:]) != 2 {
		return false
	}
	if len(s) == 10 {
		return true
	}
	if len(s) < 16 || s[10] != 'T' && s[10] != 't' && s[10] != ' ' || digits(s[11:]) != 2 || s[13] != ':' || digits(s[14:]) != 2 {
		return false
	}
	for _, c := range []byte(s[16:]) {
		if (c < '0' || '9' < c) && c != ':' && c != '.' && c != '+' && c != '-' && c != 'Z' && c != ' ' {
			return false
		}
	}
	return true
}

// digits returns how many digits s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
