package dsn

import "testing"

func BenchmarkParse(b *testing.B) {
	text := []byte(mime + intro + "   ----- The following addresses had permanent fatal errors -----\n<bo@kiwi.example>\n    (reason: 550 5.1.1 no such user)\n\n" +
		"   ----- Transcript of session follows -----\n" + talk + status + original)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if got, _ := Parse(text, "df"); len(got.Exchanges) != 1 || len(got.Recipients) != 1 {
			b.Fatalf("%+v", got)
		}
	}
}
