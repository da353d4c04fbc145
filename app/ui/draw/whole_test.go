package draw

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func TestWhole(t *testing.T) {
	for text, want := range map[string]string{
		"Mail waits for mx-in.example.org, which is down": "Mail waits for [mx-in.example.org,] which is down",
		"a-b.example.org waits":                           "[a-b.example.org] waits",
		" of 3,412 e-mails. ":                             " of 3,412 e-mails. ",
		"":                                                "",
	} {
		var b strings.Builder
		for _, el := range Whole(text) {
			html := strings.Trim(app.HTMLString(el), "\n")
			if name, ok := strings.CutPrefix(html, `<span class="whole">`); ok {
				html = "[" + strings.TrimSuffix(name, "</span>") + "]"
			}
			b.WriteString(html)
		}
		if got := b.String(); got != want {
			t.Errorf("Whole(%q) = %q, want %q", text, got, want)
		}
	}
}
