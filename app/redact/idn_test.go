package redact

import "testing"

func TestPunycode(t *testing.T) {
	for text, ascii := range map[string]string{
		"bücher.example": "xn--bcher-kva.example", "mail.пример.test": "mail.xn--e1afmkfd.test", "例え.テスト": "xn--r8jz45g.xn--zckzah", "plain.example": "plain.example",
		"ليهمابتكلموشعربي؟": "xn--egbpdaj6bu4bxfgehfvwxn", "他们为什么不说中文": "xn--ihqwcrb4cv8a8dqg056pqjye",
	} {
		if got := asciiForm(text); got != ascii {
			t.Errorf("asciiForm(%q) = %q, want %q", text, got, ascii)
		}
		if got := unicodeForm(ascii); got != text {
			t.Errorf("unicodeForm(%q) = %q, want %q", ascii, got, text)
		}
	}
	for _, bad := range []string{"xn--", "xn--!", "xn--a-99999999999", "xn--999999"} {
		if got := unicodeForm(bad); got != bad {
			t.Errorf("unicodeForm(%q) = %q, want it unchanged", bad, got)
		}
	}
}

func FuzzPunycode(f *testing.F) {
	f.Add("bücher.example")
	f.Add("xn--bcher-kva.例え")
	f.Fuzz(func(t *testing.T, s string) {
		unicodeForm(s)
		asciiForm(s)
	})
}
