package render

import (
	"reflect"
	"strings"
	"testing"
)

// Every language says everything, and counts with the same gaps as English does.
func TestLanguagesAreComplete(t *testing.T) {
	english := reflect.ValueOf(*english())
	for _, tag := range []string{"en", "de", "es", "fr"} {
		l := interfaceIn(tag)
		if l.tag != tag {
			t.Errorf("%s: the interface is in %q", tag, l.tag)
		}
		v := reflect.ValueOf(*l)
		var compare func(path string, a, b reflect.Value)
		compare = func(path string, a, b reflect.Value) {
			switch a.Kind() {
			case reflect.String:
				if a.String() == "" && b.String() != "" {
					t.Errorf("%s: %s is empty", tag, path)
				}
				if strings.Count(a.String(), "%") != strings.Count(b.String(), "%") {
					t.Errorf("%s: %s is %q, in English %q", tag, path, a, b)
				}
			case reflect.Struct:
				for i := range a.NumField() {
					compare(path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
				}
			case reflect.Array:
				for i := range a.Len() {
					compare(path, a.Index(i), b.Index(i))
				}
			case reflect.Map:
				for _, k := range b.MapKeys() {
					if !a.MapIndex(k).IsValid() || a.MapIndex(k).String() == "" {
						t.Errorf("%s: %s has nothing for %q", tag, path, k)
					}
				}
			}
		}
		compare("", v, english)
	}
	if l := interfaceIn("eo"); l.tag != "en" {
		t.Errorf("a language without a table is shown in %q", l.tag)
	}
}

func TestCounting(t *testing.T) {
	for _, tt := range []struct {
		tag  string
		n    int
		want string
	}{
		{"en", 1, "1 article"},
		{"en", 0, "0 articles"},
		{"en", 1204, "1,204 articles"},
		{"en-GB", 1234567, "1,234,567 articles"},
		{"de", 2, "2 Artikel"},
		{"de", 1204, "1204 Artikel"},
		{"de-CH", 12040, "12\u202f040 Artikel"},
		{"fr", 0, "0 article"},
		{"fr", 2, "2 articles"},
		{"es", 2, "2 artículos"},
	} {
		l := interfaceIn(tt.tag)
		if got := l.articles.of(tt.n, l); got != tt.want {
			t.Errorf("%s, %d: got %q, want %q", tt.tag, tt.n, got, tt.want)
		}
	}
}

func TestFill(t *testing.T) {
	if got := fill("% in % at 100", "a%b", "c"); got != "a%b in c at 100" {
		t.Errorf("got %q", got)
	}
}

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{"ar": "rtl", "he-IL": "rtl", "fa_IR": "rtl", "en": "ltr", "": "ltr", "art": "ltr"} {
		if got := direction(tag); got != want {
			t.Errorf("%q: got %s, want %s", tag, got, want)
		}
	}
}
