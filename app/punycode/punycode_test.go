package punycode

import "testing"

func TestPunycode(t *testing.T) {
	for text, ascii := range map[string]string{
		"bücher.example": "xn--bcher-kva.example", "mail.пример.test": "mail.xn--e1afmkfd.test", "例え.テスト": "xn--r8jz45g.xn--zckzah", "plain.example": "plain.example",
		"ليهمابتكلموشعربي؟": "xn--egbpdaj6bu4bxfgehfvwxn", "他们为什么不说中文": "xn--ihqwcrb4cv8a8dqg056pqjye",
	} {
		if got := ToASCII(text); got != ascii {
			t.Errorf("ToASCII(%q) = %q, want %q", text, got, ascii)
		}
		if got := ToUnicode(ascii, 256); got != text {
			t.Errorf("ToUnicode(%q) = %q, want %q", ascii, got, text)
		}
	}
	for _, bad := range []string{"xn--", "xn--!", "xn--a-99999999999", "xn--999999"} {
		if got := ToUnicode(bad, 256); got != bad {
			t.Errorf("ToUnicode(%q) = %q, want it unchanged", bad, got)
		}
	}
}

func TestDecode(t *testing.T) {
	// Samples of RFC 3492, 7.1, and labels that are not valid.
	for code, want := range map[string]string{
		"egbpdaj6bu4bxfgehfvwxn": "ليهمابتكلموشعربي؟", "ihqwcrb4cv8a8dqg056pqjye": "他们为什么不说中文", "3B-ww4c5e180e575a65lsy2b": "3年b組金八先生"[:1] + "年B組金八先生",
		"mnchen-3ya": "münchen", "": "", "-": "", "99999999": "", "a-\x00": "",
	} {
		got, ok := decode(code)
		if want == "" && ok && code != "" || want != "" && got != want {
			t.Errorf("decode(%q) = %q, %v, want %q", code, got, ok, want)
		}
	}
}

func FuzzPunycode(f *testing.F) {
	f.Add("bücher.example")
	f.Add("xn--bcher-kva.例え")
	f.Fuzz(func(t *testing.T, s string) {
		ToUnicode(s, 256)
		ToASCII(s)
	})
}
