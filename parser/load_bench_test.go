package parser

import (
	"archive/tar"
	"context"
	"fmt"
	"path"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// multiply makes a tar of n messages from the files of a real queue, under new
// ids.
func multiply(t testing.TB, n int) []byte {
	t.Helper()
	c := corpustest.Open(t, "bounces")
	files := slices.DeleteFunc(corpustest.Unpack(t, c.Read(t, "mqueue-files-only.tar.gz")), func(m corpustest.Member) bool { return m.Typeflag != tar.TypeReg })
	var all []corpustest.Member
	for k := 0; k*len(files) < 2*n; k++ {
		for _, m := range files {
			base := path.Base(m.Name)
			m.Name = fmt.Sprintf("var/spool/mqueue/%s%c%c%c%s", base[:2], '0'+k/100%10, '0'+k/10%10, '0'+k%10, base[5:])
			all = append(all, m)
		}
	}
	return corpustest.Pack(t, all)
}

func BenchmarkLoad(b *testing.B) {
	data := multiply(b, 20000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		q, err := Load(context.Background(), []Source{source("spool.tar", data)}, Options{})
		if err != nil || len(q.Order) < 20000 {
			b.Fatalf("%d messages, %v", len(q.Order), err)
		}
		b.ReportMetric(float64(len(q.Order)), "messages")
	}
}
