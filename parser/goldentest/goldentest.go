// Package goldentest compares the output of a test with a golden file: output that
// somebody has read and found right. The flag -update rewrites the files.
package goldentest

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Check fails the test if got differs from the file, and names the first line that
// does. With -update it writes got to the file instead.
func Check[T string | []byte](t testing.TB, file string, got T) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if line, is, was := firstDifference([]byte(got), want); line > 0 {
		t.Errorf("%s:%d: got %q, want %q (run with -update and read the diff)", file, line, is, was)
	}
}

// firstDifference returns the number of the first line that differs, from 1, and the
// line in got and in want; 0 if the two are equal.
func firstDifference(got, want []byte) (line int, is, was []byte) {
	for line = 1; !bytes.Equal(got, want); line++ {
		is, got = cutLine(got)
		was, want = cutLine(want)
		if !bytes.Equal(is, was) {
			return line, is, was
		}
	}
	return 0, nil, nil
}

// cutLine splits off the first line with its line end.
func cutLine(text []byte) (line, rest []byte) {
	end := bytes.IndexByte(text, '\n') + 1
	if end == 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}
