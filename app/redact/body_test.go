package redact_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

// Names of files, and files inside plain text, are removed.
func TestFilesInMessages(t *testing.T) {
	m := redacttest.New(t, redacttest.Sample(), redact.All)
	for _, c := range []struct{ name, in, want string }{
		{"content-type", ` application/pdf; name="Anna Berg; contract.pdf"; total=1; x=1`, " application/pdf; total=1"},
		{"Content-Disposition", " attachment;\n filename*0*=utf-8''Anna;\n filename*1=Berg;\n size=3", " attachment;\n size=3"},
		{"Content-Disposition", ` inline; filename="a\"b;c`, " inline"},
		{"Content-Type", ` multipart/mixed; boundary="a;b"`, ` multipart/mixed; boundary="a;b"`},
		{"Content-Description", " the contract", " (left out)"},
	} {
		if _, got, keep := m.Field(c.name, c.in); got != c.want || !keep {
			t.Errorf("field(%q, %q) = %q, %v, want %q", c.name, c.in, got, keep, c.want)
		}
	}
	for in, want := range map[string]string{"X-Original-To": "X-Original-To", "X_Spam.Level": "X_Spam.Level"} {
		if got, _, _ := redacttest.New(t, redacttest.Sample(), redact.Redaction{Addresses: true}).Field(in, " a"); got != want {
			t.Errorf("the field %q is called %q, want %q", in, got, want)
		}
	}
	if got, _, _ := redacttest.New(t, redacttest.Sample(), redact.Redaction{Addresses: true}).Field("anna.berg@our.example", " a"); strings.Contains(got, "anna") {
		t.Errorf("a field named like an address keeps it: %q", got)
	}
	r := redact.Redaction{Addresses: true}
	var b bytes.Buffer
	const body = "see\nbegin 644 cv.txt\nM;&%N;F$N8F5R9T!O=7(N97AA;7!L90``\n`\nend\nbegin with this\n"
	if err := redacttest.New(t, redacttest.Sample(), r).Body(&b, strings.NewReader(body), nil, false); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "see\n(57 bytes left out)\nbegin with this\n"; got != want {
		t.Errorf("body(%q) = %q, want %q", body, got, want)
	}
}

// So are files in yEnc.
func TestYEncInMessages(t *testing.T) {
	var b bytes.Buffer
	const body = "one\n=ybegin line=128 size=3 name=anna.txt\n\x8b\x8c\x8d\n=yend size=3\ntwo\n"
	if err := redacttest.New(t, redacttest.Sample(), redact.Redaction{Addresses: true}).Body(&b, strings.NewReader(body), nil, false); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "one\n(55 bytes left out)\ntwo\n"; got != want {
		t.Errorf("body(%q) = %q, want %q", body, got, want)
	}
}
