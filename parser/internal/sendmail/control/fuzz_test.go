package control

import (
	"strings"
	"testing"
)

// noCR removes the CRs that Parse drops.
var noCR = strings.NewReplacer("\r", "")

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", example, "V2\nT1\nK0\nP30123\n$rSMTP\nSann\nRPFD:bo\nHSubject: x\n.\n", "Rbo\n", "V8\r\nH??A: 1\r\n\t2\r\n.\r\nx",
		"V8\n!\x11 3600\nSann\x00\nC\nR<a>:b\nH?P?R: <\x81g>\xff\x81\x81\xff\n", "V9\nzoo\n\n\nFrom x\n${\n", ".\n.\n", " \n\t\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		c, problems := Parse(in, "qfA")
		if len(problems) > MaxProblems+1 {
			t.Errorf("%d problems", len(problems))
		}
		lineAt := func(off int64) int { return strings.Count(in[:off], "\n") + 1 }
		starts := func(off int64) bool { return off == 0 || in[off-1] == '\n' }
		for _, p := range problems {
			if p.Offset < 0 || p.Offset >= int64(len(in)) || !starts(p.Offset) {
				t.Fatalf("offset %d of %d is no start of a line: %v", p.Offset, len(in), p)
			}
			if p.Line != lineAt(p.Offset) {
				t.Errorf("line %d, want %d: %v", p.Line, lineAt(p.Offset), p)
			}
			if !strings.HasPrefix(noCR.Replace(in[p.Offset:]), noCR.Replace(p.Bytes)) {
				t.Errorf("bytes %q are not at offset %d", p.Bytes, p.Offset)
			}
		}
		for _, h := range c.Header {
			if h.Off < 0 || h.Off >= int64(len(in)) || in[h.Off] != 'H' || h.Line != lineAt(h.Off) || h.Name == "" {
				t.Errorf("header %+v", h)
			}
		}
		for _, u := range c.Unknown {
			if u.Off < 0 || u.Off >= int64(len(in)) || u.Line != lineAt(u.Off) || u.Text == "" || in[u.Off] != u.Text[0] && in[u.Off] != '\r' {
				t.Errorf("unknown line %+v", u)
			}
		}
		if all := strings.Count(in, "\n") + 1; c.Lines > all {
			t.Errorf("%d lines, the file has %d", c.Lines, all)
		}
		if len(c.Recipients)+len(c.Header)+len(c.Macros)+len(c.Unknown) > strings.Count(in, "\n")+1 {
			t.Errorf("more records than lines: %+v", c)
		}
	})
}
