package render

import (
	"fmt"
	"html/template"
	"strings"

	"dateline/internal/day"
	"dateline/internal/view"
)

// dayView makes a date ready to be shown in the language of tag.
func dayView(d day.Date, tag string) view.Day {
	if d.IsZero() {
		return view.Day{}
	}
	v := view.Day{Words: d.Words(tag), Machine: machine(d), EDTF: d.String()}
	words := template.HTMLEscapeString(v.Words)
	if v.Machine != "" {
		v.HTML = template.HTML(`<time datetime="` + v.Machine + `">` + words + `</time>`)
	} else {
		v.HTML = template.HTML("<span>" + words + "</span>")
	}
	return v
}

// machine returns the value for the datetime attribute of <time>, which knows
// days, weeks, months and years from the year 1 on, and no doubt: "" for the rest.
func machine(d day.Date) string {
	from, _ := d.Bounds()
	y, m, dd := from.Civil()
	if d.IsZero() || y < 1 || d.Approximate() || d.Uncertain() {
		return ""
	}
	p := d.Precision()
	if p == day.Exact || p == day.Month || p == day.Year {
		if edtf := d.String(); strings.Trim(edtf, "0123456789-") == "" { // without a time of day, or a letter for many digits
			return edtf
		}
	}
	switch p {
	case day.Exact:
		return fmt.Sprintf("%04d-%02d-%02d", y, m, dd)
	case day.Month:
		return fmt.Sprintf("%04d-%02d", y, m)
	case day.Year:
		return fmt.Sprintf("%04d", y)
	case day.Week: // ISO 8601: a week belongs to the year of its Thursday
		thursday := from + 3
		y, _, _ := thursday.Civil()
		if first, ok := day.Civil(y, 1, 1); ok {
			newYear, _ := first.Bounds()
			return fmt.Sprintf("%04d-W%02d", y, int(thursday-newYear)/7+1)
		}
	}
	return ""
}
