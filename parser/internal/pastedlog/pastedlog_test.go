package pastedlog

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

const logLine = "Nov 26 09:03:01 mail postfix/qmgr[102]: 3A4B51C0123: removed"

// What is taken for a start of a line decides what is removed before it.
func TestBare(t *testing.T) {
	for in, want := range map[string]string{
		logLine:                         logLine,
		logLine + "  ":                  logLine,
		"12:\t" + logLine:               logLine,
		`"` + logLine + `"`:             logLine,
		"| " + logLine + " |":           logLine,
		"(x) [7] " + logLine:            logLine,
		`data: {"MESSAGE":"x"}`:         `{"MESSAGE":"x"}`,
		"xNov 26 09:03:01 mail a[1]: b": "xNov 26 09:03:01 mail a[1]: b",
		"Total: 12 of 26":               "Total: 12 of 26",
		"a line of a person":            "a line of a person",
		"":                              "",
	} {
		if got := string(new(shape).bare([]byte(in))); got != want {
			t.Errorf("bare(%q) = %q, want %q", in, got, want)
		}
	}
}

// A log that was not broken stays as it is, also if other lines are in it.
func TestBroken(t *testing.T) {
	other := "java.lang.Error: x\n\tat a.b.c\n\tat a.b.d\n"
	for text, want := range map[string]breaks{
		strings.Repeat(logLine+"\n", 4):                                          whole,
		logLine + "\n" + other + logLine + "\n":                                  whole,
		strings.Repeat(logLine[:44]+"\n"+logLine[44:]+"\n", 3):                   atColumn,
		strings.Repeat(logLine+" by a\nperson\n"+logLine+" by all\nadmins\n", 2): betweenWords,
	} {
		if got := shapeOf([]byte(text)).broken; got != want {
			t.Errorf("%q is broken as %d, want %d", text, got, want)
		}
	}
}

// Lines that were joined leave empty ones, so that those after them keep their number.
func TestNumbers(t *testing.T) {
	text := strings.Repeat(logLine[:44]+"\n"+logLine[44:]+"\n", 3)
	got := Clean([]byte(text))
	if want := strings.Repeat(logLine+"\n\n", 3); string(got.Text) != want || !got.Changed || !got.Most {
		t.Errorf("Clean = %q, %t, %t, want %q", got.Text, got.Changed, got.Most, want)
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{
		logLine, "\xff\xfeN\x00o\x00v\x00", "\x1b[31m" + logLine + "\x1b[0m\n", "&lt;a@b&gt;<br>" + logLine, strings.Repeat("> "+logLine[:40]+"\n> "+logLine[40:]+"\n", 3),
		logLine + "$\n" + logLine + "$\n" + logLine + "$\n", `"` + logLine + `\n` + logLine + `"`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		head := Clean(text[:min(len(text), 200)])
		out, err := io.ReadAll(head.NewReader(bytes.NewReader(text)))
		if err != nil {
			t.Fatal(err)
		}
		again, err := io.ReadAll(head.NewReader(io.MultiReader(bytes.NewReader(text[:len(text)/2]), bytes.NewReader(text[len(text)/2:]))))
		if err != nil || !bytes.Equal(out, again) {
			t.Errorf("read as %q, in pieces as %q, %v", out, again, err)
		}
		Clean(text)
	})
}
