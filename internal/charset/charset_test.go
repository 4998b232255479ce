package charset_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"dateline/internal/charset"
)

// Texts as they stand in files without a declaration.
const (
	german     = "Die Fähre über den Fluss fällt heute aus, sagte die Kapitänin. Größere Schäden gebe es nicht.\n"
	french     = "Le bac n’a pas traversé le fleuve depuis hier soir, déplore le maire. Où sont passés les élus ? Ça suffit.\n"
	spanish    = "El transbordador no cruzó el río ayer, señaló el alcalde. ¿Quién pagará los daños de la mañana?\n"
	portuguese = "A balsa não atravessou o rio ontem, disse o prefeito. A reunião sobre a situação será amanhã às três.\n"
	danish     = "Færgen sejlede ikke over fjorden i går, sagde kaptajnen på øen. Alle måtte vente på en løsning.\n"
	english    = "“It’s late,” the captain said – and that’s the naïve part. The café on the quay was shut for £5 of rent…\n"
	polish     = "Prom nie kursuje od wczoraj, powiedział burmistrz. Mieszkańcy żądają wyjaśnień i źle znoszą opóźnienia łodzi, a część wraca.\n"
	czech      = "Přívoz včera nejezdil, řekl starosta. Lidé čekali na břehu až do večera a žádali vysvětlení, proč loď nepřijela.\n"
	hungarian  = "A komp tegnap óta nem jár, közölte a polgármester. Az utasok dühösek, és magyarázatot kérnek a hosszú késésről, hétfőtől újra lesz hajó.\n"
	turkish    = "Feribot dünden beri çalışmıyor, dedi belediye başkanı. Yolcular kızgın ve açıklama istiyor, çünkü gemi öğleden sonra da gelmedi.\n"
	russian    = "Паром до острова не ходит второй день, сказал капитан порта в понедельник. Пассажиры ждут объяснений.\n"
	ukrainian  = "Пором до острова не ходить другий день, сказав капітан порту в понеділок. Її пасажири чекають на пояснення.\n"
	greek      = "Το φέρι δεν εκτελεί δρομολόγια από χθες, δήλωσε ο δήμαρχος. Οι επιβάτες περιμένουν εξηγήσεις στην προκυμαία.\n"
	japaneseT  = "フェリーは二日間、島へは行かないと港の船長が月曜日に話しました。乗客は説明を待っています。\n"
	koreanT    = "섬으로 가는 배가 이틀째 다니지 않는다고 항구의 선장이 월요일에 말했습니다. 승객들은 설명을 기다리고 있습니다.\n"
	simplified = "港口船长星期一说，开往该岛的渡轮已经两天没有开出，乘客们在码头上等了一个晚上，他们要一个说法。\n"
	tradition  = "港口船長星期一說，開往該島的渡輪已經兩天沒有開出，乘客們在碼頭上等了一個晚上，他們要一個說法。\n"
)

// TestGuess: texts without a declaration are read in the encoding they are in, and
// the guess is told.
func TestGuess(t *testing.T) {
	for _, c := range []struct {
		label string
		enc   encoding.Encoding
		texts []string
	}{
		{"windows-1252", charmap.Windows1252, []string{german, french, spanish, portuguese, danish, english}},
		{"windows-1250", charmap.Windows1250, []string{polish, "„Prom” nie kursuje – " + polish, czech, hungarian}},
		{"iso-8859-2", charmap.ISO8859_2, []string{polish, czech}},
		{"windows-1254", charmap.Windows1254, []string{turkish}},
		{"windows-1251", charmap.Windows1251, []string{russian, ukrainian, "«" + russian}},
		{"koi8-r", charmap.KOI8R, []string{russian}},
		{"iso-8859-5", charmap.ISO8859_5, []string{russian, ukrainian}},
		{"windows-1253", charmap.Windows1253, []string{greek}},
		{"iso-8859-15", charmap.ISO8859_15, []string{"La sœur du cœur a payé 5 € au bac, et l'œuvre a été achevée à l'été dernier.\n"}},
		{"macintosh", charmap.Macintosh, []string{german, spanish, french, english}},
		{"shift_jis", japanese.ShiftJIS, []string{japaneseT}},
		{"euc-jp", japanese.EUCJP, []string{japaneseT}},
		{"euc-kr", korean.EUCKR, []string{koreanT}},
		{"gb18030", simplifiedchinese.GB18030, []string{simplified}},
		{"big5", traditionalchinese.Big5, []string{tradition}},
	} {
		for _, text := range c.texts {
			src, err := c.enc.NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatalf("%s cannot write %q: %v", c.label, text, err)
			}
			got, label, diags := charset.Decode("a.txt", src)
			if got != text {
				t.Errorf("%s, read as %s: got %q, want %q", c.label, label, got, text)
			}
			if len(diags) != 1 || diags[0].Code != "encoding-guessed" {
				t.Errorf("%s: diagnostics %v", c.label, diags)
			}
		}
	}
}

// TestMarked: what a file says of itself needs no guess.
func TestMarked(t *testing.T) {
	for _, text := range []string{german, russian, simplified, english} {
		for _, c := range []struct {
			label string
			enc   encoding.Encoding
		}{
			{"utf-16le", utf.UTF16(utf.LittleEndian, utf.UseBOM)},
			{"utf-16be", utf.UTF16(utf.BigEndian, utf.UseBOM)},
			{"utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
			{"utf-32be", utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
		} {
			src, err := c.enc.NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if got, label, diags := charset.Decode("a.txt", src); got != text || label != c.label || len(diags) > 0 {
				t.Errorf("%s: read as %s: %q, %v", c.label, label, got, diags)
			}
		}
	}
	for _, text := range []string{german, russian, "one\r\ntwo\r\n"} {
		for _, order := range []utf.Endianness{utf.LittleEndian, utf.BigEndian} {
			src, err := utf.UTF16(order, utf.IgnoreBOM).NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if got, label, diags := charset.Decode("a.txt", src); got != strings.ReplaceAll(text, "\r", "") || !strings.HasPrefix(label, "utf-16") || len(diags) > 0 {
				t.Errorf("without a mark: read as %s: %q, %v", label, got, diags)
			}
		}
	}
	mail := "Content-Type: text/plain; charset=ISO-8859-2\n\n" + polish
	src, err := charmap.ISO8859_2.NewEncoder().Bytes([]byte(mail))
	if err != nil {
		t.Fatal(err)
	}
	if got, label, diags := charset.Decode("a.txt", src); got != mail || label != "iso-8859-2" || len(diags) > 0 {
		t.Errorf("declared: read as %s: %q, %v", label, got, diags)
	}
	if got, label, diags := charset.Decode("a.txt", []byte("Fä\x00hre\n")); got != "Fähre\n" || label != "utf-8" || len(diags) != 1 {
		t.Errorf("a NUL: read as %s: %q, %v", label, got, diags)
	}
	items := strings.Repeat("<item><title>éa\x00</title></item> \n", 40) // an even number of bytes each
	if got, label, _ := charset.Decode("a.xml", []byte(items)); got != strings.ReplaceAll(items, "\x00", "") || label != "utf-8" {
		t.Errorf("a NUL in each item: read as %s: %q", label, got[:100])
	}
}

// FuzzDecode: whatever the bytes are, the text is clean UTF-8 with a line for each
// line; and words that an encoding can write come back from it, where the file
// says which it is.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{german, russian, simplified, "a\r\nb\rc\n", "\xff\xfea\x00", "\x00\x01", "\xef\xbb\xbfx", "caf\xe9", "charset=utf-8 \xe9"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		text, label, _ := charset.Decode("a.txt", src)
		if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			t.Fatalf("%q, read as %s", text, label)
		}
		if label == "utf-8" {
			ends := bytes.Count(src, []byte("\n")) + bytes.Count(src, []byte("\r")) - bytes.Count(src, []byte("\r\n"))
			if n := strings.Count(text, "\n"); n != ends {
				t.Fatalf("%d lines of %d", n, ends)
			}
		}
		if again, _, _ := charset.Decode("a.txt", []byte(text)); again != strings.TrimPrefix(text, "\ufeff") && !strings.Contains(text, "\x00") {
			t.Fatalf("read again: %q, was %q", again, text)
		}
		for _, c := range []struct {
			label string
			enc   encoding.Encoding
		}{
			{"windows-1252", charmap.Windows1252}, {"iso-8859-2", charmap.ISO8859_2}, {"koi8-r", charmap.KOI8R}, {"euc-jp", japanese.EUCJP}, {"big5", traditionalchinese.Big5},
		} {
			said := "charset=" + c.label + "\n" + text
			b, err := c.enc.NewEncoder().Bytes([]byte(said))
			if err != nil || utf8.Valid(b) {
				continue
			}
			if back, err := c.enc.NewDecoder().Bytes(b); err != nil || string(back) != said {
				continue // an encoding that does not give back its own bytes
			}
			if got, label, _ := charset.Decode("a.txt", b); got != said || label != c.label {
				t.Fatalf("%s, read as %s: %q, want %q", c.label, label, got, said)
			}
		}
	})
}
