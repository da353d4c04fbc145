package e2e

import (
	"bytes"
	"encoding/base64"
	"os"
	"testing"
)

// A single file whose program was damaged in transit says so, wherever the damage
// is; it neither starts nor blames the browser.
func TestSingleDamaged(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile("../../build/spoolscope.html")
	if err != nil {
		t.Fatal(err)
	}
	const open, end = `data-file="app.wasm.gz">`, "</script>"
	// piece returns the bounds of the text of one piece of the program: the first
	// piece with bytes.Index, the last with bytes.LastIndex.
	piece := func(find func(s, sep []byte) int) (from, to int) {
		from = find(whole, []byte(open)) + len(open)
		return from, from + bytes.Index(whole[from:], []byte(end))
	}
	firstFrom, firstTo := piece(bytes.Index)
	lastFrom, lastTo := piece(bytes.LastIndex)
	// middle is in the text of a piece, not in the markup between two of them.
	middle := (firstTo + lastFrom) / 2
	middle += bytes.Index(whole[middle:], []byte(open)) + len(open) + 1000
	// with returns the file with the bytes between two places replaced.
	with := func(from, to int, text string) []byte {
		return bytes.Join([][]byte{whole[:from], []byte(text), whole[to:]}, nil)
	}
	// other returns a base64 character that differs from the one at a place.
	other := func(at int) string {
		if whole[at] == 'A' {
			return "B"
		}
		return "A"
	}
	if raw, err := base64.StdEncoding.DecodeString(string(whole[firstFrom:firstTo])); err != nil || !bytes.HasPrefix(raw, []byte("\x1f\x8b")) {
		t.Fatalf("the first piece of the program does not begin like gzip: %v", err)
	}
	for _, tt := range []struct {
		name string
		data []byte
	}{
		{"in the header", with(firstFrom, firstFrom+1, other(firstFrom))},
		{"in the first piece", with(firstFrom+1000, firstFrom+1001, other(firstFrom+1000))},
		{"in the middle", with(middle, middle+1, other(middle))},
		{"in the checksum", with(lastTo-8, lastTo-7, other(lastTo-8))},
		{"not base64", with(middle, middle+1, "!")},
		{"a piece is empty", with(firstFrom, firstTo, "")},
		{"cut off", whole[:middle]},
		{"cut off before the program", whole[:bytes.LastIndex(whole[:firstFrom], []byte("<script"))]},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := file(t, "damaged.html", tt.data)
			for _, tg := range targets {
				if !tg.single || !chosen.MatchString(tg.name) {
					continue
				}
				t.Run(tg.name, func(t *testing.T) {
					t.Parallel()
					tg.engine.take(t)
					a := tg.at(t, path)
					a.expects(".") // the console says the same
					a.waitText("This file is damaged")
				})
			}
		})
	}
}
