package unpack

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"dateline/internal/day"
)

// dateOrder is the order of day and month where a date is written in numbers.
type dateOrder uint8

const (
	noOrder dateOrder = iota
	dayFirst
	monthFirst
)

// dayOf returns the date that s states, as EDTF: the day as it is written, in the
// zone it is written in. It knows ISO 8601, the dates of mail and feeds (RFC 5322),
// dates in words of some languages, numbers of seconds or milliseconds since 1970,
// and EDTF. Numbers like 6/9/2010, whose order is not certain, are no date.
func dayOf(s string) (string, bool) { return dayIn(s, noOrder) }

// dayIn is dayOf, where order decides in numbers like 6/9/2010.
func dayIn(s string, order dateOrder) (string, bool) {
	s = strings.TrimSpace(s)
	if d, ok := isoDay(s); ok {
		return d, true
	}
	if d, ok := unixDay(s); ok {
		return d, true
	}
	if !strings.ContainsAny(s, "T ") {
		if d, err := day.Parse(s); err == nil {
			return d.String(), true
		}
	}
	return wordedDay(s, order)
}

// isoDay reads 2013-09-09, 2013/09/09 or 20130909, and what may follow: a time.
func isoDay(s string) (string, bool) {
	digits, sep := "", byte(0)
	i := 0
	for ; i < len(s) && len(digits) < 8; i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits += s[i : i+1]
		case (c == '-' || c == '/') && (i == 4 || i == 7 && c == sep):
			sep = c
		default:
			return "", false
		}
	}
	if len(digits) < 8 || sep == 0 && i != 8 || sep != 0 && i != 10 {
		return "", false
	}
	if i < len(s) && s[i] != 'T' && s[i] != 't' && s[i] != ' ' {
		return "", false
	}
	return civil(digits[:4], digits[4:6], digits[6:])
}

// civil returns the date of a year, a month and a day in digits, if there is one.
// Years before 1000 are what programs write that know none.
func civil(y, m, d string) (string, bool) {
	year, err1 := strconv.Atoi(y)
	month, err2 := strconv.Atoi(m)
	dom, err3 := strconv.Atoi(d)
	if err1 != nil || err2 != nil || err3 != nil || year < 1000 {
		return "", false
	}
	date, ok := day.Civil(year, month, dom)
	if !ok {
		return "", false
	}
	return date.String(), true
}

// unixDay reads seconds since 1970, or milliseconds, of the years 1973 to 2286.
func unixDay(s string) (string, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		return "", false
	case len(s) == 13:
		n /= 1000
	case len(s) != 10 && len(s) != 9:
		return "", false
	}
	return time.Unix(n, 0).UTC().Format(time.DateOnly), true
}

// monthNames are the months in English, German, Spanish, French, Italian,
// Portuguese and Dutch, in lower case.
var monthNames = [12]string{
	"jan january januar jänner enero ene janvier janv gennaio gen janeiro januari",
	"feb february februar feber febrero février févr fév fevrier febbraio fevereiro fev februari",
	"mar march mär märz mrz marzo mars março maart mrt",
	"apr april abr abril avr avril aprile",
	"may mai mayo maggio mag maio mei",
	"jun june juni junio juin giugno giu junho",
	"jul july juli julio juil juillet luglio lug julho",
	"aug august ago agosto août aout augustus",
	"sep sept september septiembre septembre settembre set setembro",
	"oct october okt oktober octubre octobre ottobre ott outubro out",
	"nov november noviembre novembre novembro",
	"dec december dez dezember diciembre dic décembre déc decembre dicembre dezembro",
}

// monthOf returns the month of a name in lower case, or 0.
func monthOf(name string) int {
	for i, names := range monthNames {
		for n := range strings.FieldsSeq(names) {
			if n == name {
				return i + 1
			}
		}
	}
	return 0
}

// wordedDay reads a date with the month in words, as "Mon, 06 Sep 2010 08:00 GMT",
// "September 6, 2010" or "6. September 2010", and one in numbers whose order is
// plain: 6.9.2010, 25/9/2010 or 9/25/2010.
func wordedDay(s string, order dateOrder) (string, bool) {
	const longest = 100
	if len(s) > longest {
		return "", false
	}
	var numbers []string
	month, before := 0, 0 // before: numbers before the month
	for f := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		number := strings.TrimRight(f, "stndrhºª") // of 1st, 2nd, 3rd, 4th
		switch {
		case number != "" && strings.Trim(number, "0123456789") == "":
			numbers = append(numbers, number)
		case month == 0:
			if month = monthOf(f); month != 0 {
				before = len(numbers)
			}
		}
	}
	if len(numbers) == 0 {
		return "", false
	}
	if month == 0 {
		return numberedDay(s, numbers, order)
	}
	m := strconv.Itoa(month)
	switch {
	case before >= 1 && len(numbers) > before && len(numbers[before-1]) <= 2 && !strings.Contains(s[:min(len(s), 8)], ":"): // 6 September 2010
		return civil(fullYear(numbers[before]), m, numbers[before-1])
	case before == 0 && len(numbers) >= 2 && len(numbers[0]) <= 2: // September 6, 2010; "Sep 6 08:00:00 2010" too
		for _, y := range numbers[1:] {
			if len(y) == 4 {
				return civil(y, m, numbers[0])
			}
		}
	case before == 1 && len(numbers) >= 2 && len(numbers[0]) == 4: // 2010 September 6
		return civil(numbers[0], m, numbers[1])
	case len(numbers) == 1 && len(numbers[0]) == 4: // September 2010
		if year, err := strconv.Atoi(numbers[0]); err == nil {
			if date, err := day.Parse(strconv.Itoa(year) + "-" + twoDigits(month)); err == nil {
				return date.String(), true
			}
		}
	}
	return "", false
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// fullYear returns a year of four digits; mail wrote two of them once (RFC 5322, 4.3).
func fullYear(y string) string {
	if len(y) != 2 {
		return y
	}
	if y < "50" {
		return "20" + y
	}
	return "19" + y
}

// numberedDay reads three numbers that s begins with, the year last.
func numberedDay(s string, numbers []string, order dateOrder) (string, bool) {
	if len(numbers) < 3 || len(numbers[2]) != 4 || len(numbers[0]) > 2 || len(numbers[1]) > 2 || !strings.HasPrefix(s, numbers[0]) {
		return "", false
	}
	a, b := numbers[0], numbers[1]
	switch sep := s[len(a)]; {
	case sep == ':':
		return "", false
	case sep == '.', a == b, order == dayFirst, order == noOrder && orderOf(a, b) == dayFirst:
		return civil(numbers[2], b, a)
	case order == monthFirst, orderOf(a, b) == monthFirst:
		return civil(numbers[2], a, b)
	}
	return "", false
}

// orderOf returns the order of two numbers of which one is a month, where it shows.
func orderOf(a, b string) dateOrder {
	switch {
	case len(a) == 2 && a > "12":
		return dayFirst
	case len(b) == 2 && b > "12":
		return monthFirst
	}
	return noOrder
}

// columnOrder returns the order that the dates of a column have in common.
func columnOrder(dates []string) dateOrder {
	found := noOrder
	for _, s := range dates {
		a, rest, ok := strings.Cut(strings.TrimSpace(s), "/")
		b, _, ok2 := strings.Cut(rest, "/")
		if !ok || !ok2 || len(a) > 2 || len(b) > 2 {
			continue
		}
		switch o := orderOf(a, b); {
		case o == noOrder:
		case found != noOrder && found != o:
			return noOrder
		default:
			found = o
		}
	}
	return found
}
