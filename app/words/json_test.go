package words

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
)

func TestJSON(t *testing.T) {
	for _, text := range []string{"", "plain", "Grüße, 你好", "\x1b]52;c;QQ\x07 \x7f \u009b31m \u202eevil\u2066 \u200b\ufeff \U000e0041 \xff\x9b", strings.Repeat("\u0085", 3)} {
		var b bytes.Buffer
		if err := JSON(&b).Encode(text); err != nil {
			t.Fatal(err)
		}
		line := strings.TrimSuffix(b.String(), "\n")
		if i := strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || !unicode.IsGraphic(r) }); i >= 0 {
			t.Errorf("%q has %q at %d", text, line[i:], i)
		}
		var back string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || back != strings.ToValidUTF8(text, "\ufffd") && back != "\x1b]52;c;QQ\x07 \x7f \u009b31m \u202eevil\u2066 \u200b\ufeff \U000e0041 \ufffd\ufffd" {
			t.Errorf("%q comes back as %q, %v", text, back, err)
		}
	}
}
