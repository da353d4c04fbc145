package spool

import (
	"fmt"
	"testing"
)

func TestPieces(t *testing.T) {
	const id, id23 = "1qlUU9-0005FN-1q", "1uafSI-000000001vE-0U6S"
	for _, tt := range []struct{ text, want string }{
		{id + "-H\nexim 8 8\n<>\n", "1 " + id + " " + id + "-H\nexim 8 8\n<>\n|"},
		{"root@mx:~# exim -Mvh " + id + "\n" + id + "-H\nexim 8 8\nroot@mx:~# exim4 -Mvl " + id23 + "\n2023-09-27 x\nroot@mx:~# ls\nmore\n",
			"1 " + id + " " + id + "-H\nexim 8 8\n|4 " + id23 + " 2023-09-27 x\n|"},
		{"# exim -Mvb " + id + "\r\n" + id + "-D\r\nhello\r\n", "2 " + id + " " + id + "-D\r\nhello\r\n|"},
		{id + "-H\na 1 1\n" + id + "-D\nb\n", "1 " + id + " " + id + "-H\na 1 1\n|2 " + id + " " + id + "-D\nb\n|"},
		{"exim -bp\n", ""}, {"", ""},
	} {
		got := ""
		for _, p := range Pieces(tt.text) {
			got += fmt.Sprintf("%d %s %s|", p.Kind, p.ID, tt.text[p.From:p.To])
		}
		if got != tt.want || BeginsPiece([]byte(tt.text)) != (tt.want != "") {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
	if BeginsPiece([]byte(id + "-H\nsomething else\n")) {
		t.Error("a title alone is taken for the beginning of an envelope")
	}
}

func FuzzPieces(f *testing.F) {
	f.Add("# exim -Mvh 1qlUU9-0005FN-1q\n1qlUU9-0005FN-1q-H\nexim 8 8\n# ls\n")
	f.Fuzz(func(t *testing.T, text string) {
		BeginsPiece([]byte(text))
		at := 0
		for _, p := range Pieces(text) {
			if p.From < at || p.To <= p.From || p.To > len(text) {
				t.Errorf("a piece from %d to %d behind %d", p.From, p.To, at)
			}
			at = p.To
		}
	})
}
