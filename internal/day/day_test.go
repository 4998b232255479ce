package day

import (
	"bytes"
	"testing"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct{ in, canonical, from, to string }{
		{"1871-01-18", "1871-01-18", "1871-01-18", "1871-01-18"},
		{"1871-02", "1871-02", "1871-02-01", "1871-02-28"},
		{"1872", "1872", "1872-01-01", "1872-12-31"},
		{"0000", "0000", "0000-01-01", "0000-12-31"},
		{"-0043-03-15", "-0043-03-15", "-0043-03-15", "-0043-03-15"},
		{"1872?", "1872?", "1872-01-01", "1872-12-31"},
		{"~1872", "1872~", "1872-01-01", "1872-12-31"},
		{"1872-~03-15", "1872-~03-15", "1872-03-15", "1872-03-15"},
		{"?1872-?03-15", "1872-03?-15", "1872-03-15", "1872-03-15"},
		{"1872?-03-15~", "1872%-~03-~15", "1872-03-15", "1872-03-15"},
		{"187X", "187X", "1870-01-01", "1879-12-31"},
		{"18XX", "18XX", "1800-01-01", "1899-12-31"},
		{"1XX2", "1XX2", "1002-01-01", "1992-12-31"},
		{"-00XX", "-00XX", "-0099-01-01", "-0001-12-31"},
		{"1872-XX-30", "1872-XX-30", "1872-01-30", "1872-12-30"},
		{"187X-02-29", "187X-02-29", "1872-02-29", "1876-02-29"},
		{"1871-1X", "1871-1X", "1871-10-01", "1871-12-31"},
		{"1871-21", "1871-21", "1871-03-01", "1871-05-31"},
		{"1871-29", "1871-29", "1871-09-01", "1871-11-30"},
		{"1871-35", "1871-35", "1871-07-01", "1871-09-30"},
		{"1871-39", "1871-39", "1871-09-01", "1871-12-31"},
		{"1871-41", "1871-41", "1871-07-01", "1871-12-31"},
		{"1870-07/1871-05-10", "1870-07/1871-05-10", "1870-07-01", "1871-05-10"},
		{"1870-07-19/1871-05-10", "1870-07-19/1871-05-10", "1870-07-19", "1871-05-10"},
		{"1871/", "1871/", "1871-01-01", "1881-01-01"},
		{"[1866, 1870..1871]", "[1866,1870..1871]", "1866-01-01", "1871-12-31"},
		{"{1866,1870-07}", "{1866,1870-07}", "1866-01-01", "1870-07-31"},
		{"1985-04-12T23:20:30+02", "1985-04-12T23:20:30+02", "1985-04-12", "1985-04-12"},
	} {
		d, err := Parse(tt.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.in, err)
			continue
		}
		from, to := d.Bounds()
		if d.String() != tt.canonical || FromDay(from).String() != tt.from || FromDay(to).String() != tt.to {
			t.Errorf("Parse(%q) = %s from %s to %s, want %s from %s to %s", tt.in, d, FromDay(from), FromDay(to), tt.canonical, tt.from, tt.to)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for _, s := range []string{
		"", " 1871", "1871 ", "187", "18711", "1871-1", "1871-13", "1871-42", "1871-02-29", "1871-04-31", "1871-01-32",
		"1871-2X", "1871-21-05", "-0000", "+1871", "1871-01-18Z", "1871-01-18T1:00:00", "1871-01-18T24:00:00", "1871-01-18T23:00:00z",
		"1871-01-18T23:00:00+15", "1871/1870", "1871-02/1871", "1871-05-03/1871-05", "1871/1872/1873", "/", "1871//1872", "Y1871",
		"Y01871", "Y18711-05", "Y18711/1871", "1871S5", "18X1S2", "[1871", "[1871}", "[]", "[..]", "[1870,..1871]", "[1870..,1871]",
		"[1866,1870, 1871]", "1871??", "1871-(02)~", "last week", "1871\n", "1871-XX-32", "190X-02-30",
	} {
		if d, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", s, d)
		}
	}
}

func TestFuzzy(t *testing.T) {
	for _, tt := range []struct{ in, from, to string }{
		{"1871", "1871-01-01", "1871-12-31"},
		{"1871~", "1870-01-01", "1872-12-31"},
		{"1871%", "1869-01-01", "1873-12-31"},
		{"187X~", "1860-01-01", "1889-12-31"},
		{"1871-~05", "1871-04-01", "1871-06-30"},
		{"1871-05-~10", "1871-05-09", "1871-05-11"},
		{"1871S2", "1800-01-01", "1899-12-31"},
		{"1870~/1871", "1869-01-01", "1871-12-31"},
	} {
		d, err := Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if from, to := d.Fuzzy(); FromDay(from).String() != tt.from || FromDay(to).String() != tt.to {
			t.Errorf("Fuzzy of %q = %s, %s, want %s, %s", tt.in, FromDay(from), FromDay(to), tt.from, tt.to)
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ in, en, de, es, fr string }{
		{"1871-01-18", "18 January 1871", "18. Januar 1871", "18 de enero de 1871", "18 janvier 1871"},
		{"1871-03-01", "1 March 1871", "1. März 1871", "1 de marzo de 1871", "1er mars 1871"},
		{"1871-01", "January 1871", "Januar 1871", "enero de 1871", "janvier 1871"},
		{"1871", "1871", "1871", "1871", "1871"},
		{"-0043", "44 BC", "44 v. Chr.", "44 a. C.", "44 av. J.-C."},
		{"0000", "1 BC", "1 v. Chr.", "1 a. C.", "1 av. J.-C."},
		{"0079-08-24", "24 August AD 79", "24. August 79 n. Chr.", "24 de agosto de 79 d. C.", "24 août 79 apr. J.-C."},
		{"1871~", "c. 1871", "um 1871", "hacia 1871", "vers 1871"},
		{"1871?", "1871?", "1871?", "1871?", "1871?"},
		{"1871-21", "spring 1871", "Frühling 1871", "primavera de 1871", "printemps 1871"},
		{"1871-35", "third quarter of 1871", "3. Quartal 1871", "tercer trimestre de 1871", "3e trimestre 1871"},
		{"1871-40", "first half of 1871", "1. Halbjahr 1871", "primer semestre de 1871", "1er semestre 1871"},
		{"187X", "1870s", "1870er Jahre", "década de 1870", "années 1870"},
		{"18XX", "19th century", "19. Jahrhundert", "siglo XIX", "XIXe siècle"},
		{"-01XX", "2nd century BC", "2. Jahrhundert v. Chr.", "siglo II a. C.", "IIe siècle av. J.-C."},
		{"2013-09-02/2013-09-08", "week of 2 September 2013", "Woche vom 2. September 2013", "semana del 2 de septiembre de 2013", "semaine du 2 septembre 2013"},
		{"1870-07-19/1870-07-21", "19–21 July 1870", "19.–21. Juli 1870", "19–21 de julio de 1870", "19–21 juillet 1870"},
		{"1870-07-19/1870-09-01", "19 July – 1 September 1870", "19. Juli – 1. September 1870", "19 de julio – 1 de septiembre de 1870", "19 juillet – 1er septembre 1870"},
		{"1870-07/1870-09", "July–September 1870", "Juli–September 1870", "julio–septiembre de 1870", "juillet–septembre 1870"},
		{"1870/1871", "1870–1871", "1870–1871", "1870–1871", "1870–1871"},
		{"1870-07-19/1871-05", "19 July 1870 – May 1871", "19. Juli 1870 – Mai 1871", "19 de julio de 1870 – mayo de 1871", "19 juillet 1870 – mai 1871"},
		{"1871/..", "since 1871", "seit 1871", "desde 1871", "depuis 1871"},
		{"/1871", "until 1871", "bis 1871", "hasta 1871", "jusqu'à 1871"},
		{"XXXX-12-25", "25 December", "25. Dezember", "25 de diciembre", "25 décembre"},
		{"[1866,1870..1871]", "1866 or 1870–1871", "1866 oder 1870–1871", "1866 o 1870–1871", "1866 ou 1870–1871"},
		{"Y-170000", "170001 BC", "170001 v. Chr.", "170001 a. C.", "170001 av. J.-C."},
		{"1871-01-18T09:30:00Z", "18 January 1871, 09:30", "18. Januar 1871, 09:30", "18 de enero de 1871, 09:30", "18 janvier 1871, 09:30"},
	} {
		d, err := Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		for lang, want := range map[string]string{"en-GB": tt.en, "de": tt.de, "es-MX": tt.es, "fr": tt.fr, "eo": tt.en} {
			if got := d.Words(lang); got != want {
				t.Errorf("%s.Words(%q) = %q, want %q", tt.in, lang, got, want)
			}
		}
	}
}

func TestCalendar(t *testing.T) {
	if d := Of(1970, 1, 1); d != 0 {
		t.Errorf("1 January 1970 is day %d", d)
	}
	if w := Of(2013, 9, 9).Weekday(); w != 0 {
		t.Errorf("9 September 2013 has weekday %d, want Monday", w)
	}
	next := Of(-801, 12, 31)
	for y := -800; y <= 2500; y++ { // a walk through every day, so that nothing is left out
		for m := 1; m <= 12; m++ {
			for d := 1; d <= DaysIn(y, m); d++ {
				next++
				if yy, mm, dd := next.Civil(); yy != y || mm != m || dd != d || Of(y, m, d) != next {
					t.Fatalf("day %d is %d-%d-%d, and %d-%d-%d is day %d", next, yy, mm, dd, y, m, d, Of(y, m, d))
				}
			}
		}
	}
	if y, w := Of(2012, 12, 31).ISOWeek(); y != 2013 || w != 1 {
		t.Errorf("31 December 2012 is in week %d of %d", w, y)
	}
	if d := Of(2012, 3, 31).AddMonths(-1); d != Of(2012, 2, 29) {
		t.Errorf("a month before 31 March 2012 is %s", FromDay(d))
	}
	if d := Of(2012, 1, 31).AddMonths(-11); d != Of(2011, 2, 28) {
		t.Errorf("eleven months before 31 January 2012 is %s", FromDay(d))
	}
	if _, ok := Civil(1900, 2, 29); ok {
		t.Error("1900 had no 29 February")
	}
}

func TestOneValueOneForm(t *testing.T) {
	day, _ := Civil(2013, 9, 9)
	month, _ := Civil(2013, 9, 0)
	year, _ := Civil(2013, 0, 0)
	for text, made := range map[string]Date{
		"2013-09-09": day, "2013-09": month, "2013": year, "199X": DecadeOf(1994), "19XX": CenturyOf(1994),
		"2013-09-09/2013-09-15": WeekOf(Of(2013, 9, 12)), "2013-09-09/2013-09-14": Range(Of(2013, 9, 14), Of(2013, 9, 9)),
	} {
		d, err := Parse(text)
		if err != nil || d != made || d.Precision() != made.Precision() || made.String() != text {
			t.Errorf("Parse(%q) = %#v, %v; made: %#v", text, d, err, made)
		}
	}
}

func TestOrder(t *testing.T) {
	sorted := []string{"", "Y-170000", "-0043", "1869", "1870-01-01", "1870-01", "1870", "1870-07-19", "1870-07-19~", "1870-07-20", "1870-07-20/1871"}
	for i, a := range sorted {
		for j, b := range sorted {
			da, _ := Parse(a)
			db, _ := Parse(b)
			want := min(max(i-j, -1), 1)
			if got := da.Compare(db); got != want {
				t.Errorf("%q.Compare(%q) = %d, want %d", a, b, got, want)
			}
			if got := bytes.Compare(da.AppendSortKey(nil), db.AppendSortKey(nil)); got != want {
				t.Errorf("the sort keys of %q and %q compare as %d, want %d", a, b, got, want)
			}
		}
	}
	year, _ := Parse("1870")
	d, _ := Parse("1870-07-19")
	if !year.Contains(d) || d.Contains(year) || year.Contains(Date{}) || !d.Overlaps(year) {
		t.Error("containment is wrong")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"1871-01-18", "~1871-%01-18?", "-00XX", "18X1-0X-X1", "1871-21/1872", "../1871", "1871/", "[1866, 1870..1871]", "{..1866,1871..}",
		"Y-17E7", "Y171010000S3", "1950S2", "1871-01-18T09:30:00+05:30", "XXXX-02-29",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil {
			if d != (Date{}) {
				t.Fatalf("Parse(%q) gives %v and an error", s, d)
			}
			return
		}
		again, err := Parse(d.String())
		if err != nil || again != d || again.String() != d.String() {
			t.Fatalf("%q reads as %s, which reads as %s, %v", s, d, again, err)
		}
		other := FromDay(Of(1871, 1, 18))
		if c := bytes.Compare(d.AppendSortKey(nil), other.AppendSortKey(nil)); c != d.Compare(other) {
			t.Fatalf("%q sorts as %d, and compares as %d", s, c, d.Compare(other))
		}
		from, to := d.Bounds()
		lo, hi := d.Fuzzy()
		if from > to || lo > from || hi < to {
			t.Fatalf("%q: bounds %d %d, fuzzy %d %d", s, from, to, lo, hi)
		}
		if !d.Contains(d) || d.Compare(d) != 0 || d.IsZero() {
			t.Fatalf("%q: it does not contain or equal itself", s)
		}
		for _, lang := range []string{"en", "de", "es", "fr"} {
			if d.Words(lang) == "" {
				t.Fatalf("%q has no words in %s", s, lang)
			}
		}
	})
}

func FuzzDay(f *testing.F) {
	f.Add(int64(0))
	f.Add(int64(-4371222))
	f.Fuzz(func(t *testing.T, n int64) {
		d := Day(n % (1 << 40))
		y, m, dd := d.Civil()
		if Of(y, m, dd) != d || m < 1 || m > 12 || dd < 1 || dd > DaysIn(y, m) {
			t.Fatalf("day %d is %d-%d-%d, which is day %d", d, y, m, dd, Of(y, m, dd))
		}
		date, ok := Civil(y, m, dd)
		if ok != (y >= -maxYear && y <= maxYear) || ok && date != FromDay(d) {
			t.Fatalf("day %d: Civil gives %v, FromDay %v", d, date, FromDay(d))
		}
		if (d + 1).Weekday() != (d.Weekday()+1)%7 {
			t.Fatalf("the weekday after day %d is wrong", d)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("2013-09-09"); err != nil {
			b.Fatal(err)
		}
	}
}
