package redact_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

// An address at the border of a part that is redacted in one piece, or of a
// window that is searched in one piece, is redacted, so that the file can be
// saved; if it is not redacted, it is found.
func TestBase64AtBorders(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.Redaction{Addresses: true, Hosts: true})
	const who = "anna.berg@our.example"
	const part = 1 << 20 / 4 * 3 // decoded bytes that are redacted in one piece
	arounds, offsets := []int{part}, []int{-10, 0}
	if testing.Short() {
		offsets = offsets[:1]
	}
	if *long {
		arounds, offsets = []int{part, redact.CheckWindow * 3 / 4 * 76 / 77, 2 * part}, []int{-30, -11, -10, -9, -1, 0, 7}
	}
	for _, lines := range []bool{false, true} {
		for _, around := range arounds {
			for _, off := range offsets {
				filler := "words of a text "
				if lines {
					filler = "words of a line\n"
				}
				text := []byte(strings.Repeat(filler, (around+20_000)/len(filler)))
				copy(text[around+off:], " "+who+" ")
				body := "--x\nContent-Transfer-Encoding: base64\n\n" + wrapped(base64.StdEncoding.EncodeToString(text)) + "\n--x--\n"
				if leaks := rd.Leaks([]byte(body)); len(leaks) == 0 {
					t.Errorf("the address at %d%+d is not found", around, off)
				}
				var out bytes.Buffer
				if err := rd.Body(&out, strings.NewReader(body), nil, false); err != nil {
					t.Fatal(err)
				}
				if leaks := rd.Leaks(out.Bytes()); len(leaks) > 0 {
					t.Errorf("with the address at %d%+d the file cannot be saved: %+v", around, off, leaks[0])
				}
			}
		}
	}
}

func wrapped(s string) string {
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\n")
		s = s[76:]
	}
	return b.String() + s
}
