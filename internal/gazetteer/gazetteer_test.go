package gazetteer

import "testing"

func refs(t *testing.T, w *World, phrase string) []string {
	t.Helper()
	var n Node
	for x, ok := Next(phrase, 0); ok; x, ok = Next(phrase, x.End) {
		if n, ok = w.Names.Step(n, x.Hash); !ok {
			return nil
		}
	}
	var ids []string
	w.Names.At(n, func(text string, ref uint32) bool {
		if Match(phrase, text) {
			ids = append(ids, w.ID(ref))
		}
		return true
	})
	return ids
}

func TestWorld(t *testing.T) {
	w := Builtin()
	for phrase, id := range map[string]string{
		"Syria": "syria", "US": "united-states", "U.S.": "united-states", "U.S": "united-states", "America": "united-states",
		"UK": "united-kingdom", "Great Britain": "united-kingdom", "London": "london", "Damascus": "damascus",
		"St Petersburg": "saint-petersburg", "St. Petersburg": "saint-petersburg", "SYRIA": "syria", "us": "", "Us": "",
		"Hague": "", "The Hague": "the-hague", "Côte d’Ivoire": "ivory-coast", "Cote d'Ivoire": "ivory-coast",
		"UN Security Council": "united-nations-security-council", "House of Commons": "house-of-commons",
		"Foreign and Commonwealth Office": "foreign-office", "Moscow": "moscow", "Geneva": "geneva", "Georgia": "georgia",
		"Allemagne": "germany", "Washington": "washington", "Paris": "paris", "Bab al-Hawa": "", "syria": "",
		"New York": "new-york", "Kiev": "kyiv", "al-Qaida": "al-qaeda", "Lloyd's of London": "lloyds-of-london",
	} {
		got := ""
		if r := refs(t, &w, phrase); len(r) > 0 {
			got = r[0]
		}
		if got != id {
			t.Errorf("%q is %q, want %q; all %v", phrase, got, id, refs(t, &w, phrase))
		}
	}
	n, ok := w.Find("london")
	if e := w.Entry(n); !ok || e.Within != "united-kingdom" || e.Kind != City || e.Population < 5_000_000 || int(e.Lat) != 51 {
		t.Errorf("london: %+v", e)
	}
	if _, ok := w.Find("no-such-place"); ok {
		t.Error("found what is not there")
	}
}
