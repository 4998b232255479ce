package day_test

import (
	"fmt"
	"slices"

	"dateline/internal/day"
)

func ExampleParse() {
	for _, s := range []string{"1871-01-18", "187X", "1871~", "1871-21", "1870-07-19/1871-05", "[1866,1870..1871]", "-0043"} {
		d, err := day.Parse(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(d, "is", d.Words("en"))
	}
	// Output:
	// 1871-01-18 is 18 January 1871
	// 187X is 1870s
	// 1871~ is c. 1871
	// 1871-21 is spring 1871
	// 1870-07-19/1871-05 is 19 July 1870 – May 1871
	// [1866,1870..1871] is 1866 or 1870–1871
	// -0043 is 44 BC
}

func ExampleParse_error() {
	_, err := day.Parse("1871-02-30")
	fmt.Println(err)
	// Output: date "1871-02-30": its month has no such day
}

func ExampleDate_Words() {
	d, _ := day.Parse("1870-07-19/1870-09-01")
	for _, lang := range []string{"en", "de", "es", "fr"} {
		fmt.Println(d.Words(lang))
	}
	// Output:
	// 19 July – 1 September 1870
	// 19. Juli – 1. September 1870
	// 19 de julio – 1 de septiembre de 1870
	// 19 juillet – 1er septembre 1870
}

func ExampleDate_Bounds() {
	d, _ := day.Parse("1872-02")
	from, to := d.Bounds()
	fmt.Println(day.FromDay(from), day.FromDay(to), to-from+1, "days")
	// Output: 1872-02-01 1872-02-29 29 days
}

func ExampleDate_Fuzzy() {
	d, _ := day.Parse("1871~")
	from, to := d.Fuzzy()
	fmt.Println(day.FromDay(from), day.FromDay(to))
	// Output: 1870-01-01 1872-12-31
}

func ExampleDate_Contains() {
	century, _ := day.Parse("18XX")
	war, _ := day.Parse("1870-07-19/1871-05-10")
	fmt.Println(century.Contains(war), war.Contains(century), war.Overlaps(century))
	// Output: true false true
}

func ExampleDate_Compare() {
	var dates []day.Date
	for _, s := range []string{"1871", "1870-07-19", "1870", "-0043"} {
		d, _ := day.Parse(s)
		dates = append(dates, d)
	}
	slices.SortFunc(dates, day.Date.Compare)
	fmt.Println(dates)
	// Output: [-0043 1870 1870-07-19 1871]
}

func ExampleDay_Weekday() {
	names := [...]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	fmt.Println(names[day.Of(1871, 1, 18).Weekday()])
	// Output: Wednesday
}
