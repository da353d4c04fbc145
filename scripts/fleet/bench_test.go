package fleet

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkDuckDB measures each query over the data set in the folder that the variable
// DATASET names:
//
//	DATASET=/data/fleet go test -run '^$' -bench DuckDB -benchtime 3x
func BenchmarkDuckDB(b *testing.B) {
	dataset := os.Getenv("DATASET")
	if dataset == "" {
		b.Skip("needs a data set, in DATASET")
	}
	d := open(b, dataset)
	d.ask(b, "SET threads = 2")
	queries, err := filepath.Glob("*.sql")
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range queries {
		if name == "tables.sql" {
			continue
		}
		b.Run(name, func(b *testing.B) {
			rows := 0
			before := processor(b)
			for b.Loop() {
				rows = len(d.ask(b, sql(b, ".", name+"?aol.com")))
			}
			b.ReportMetric((processor(b)-before)/float64(b.N), "cpu-s/op")
			b.ReportMetric(float64(rows), "rows")
		})
	}
}
