package fleet

import (
	dbsql "database/sql"
	"fmt"
	"math/big"
	"path/filepath"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
)

// duck is a DuckDB in this process.
type duck struct{ conn *dbsql.DB }

func (d duck) query(t testing.TB, name string) [][]any { return d.ask(t, sql(t, ".", name)) }

func (d duck) ask(t testing.TB, query string) [][]any {
	t.Helper()
	rows, err := d.conn.Query(query)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		row, to := make([]any, len(columns)), make([]any, len(columns))
		for n := range row {
			to[n] = &row[n]
		}
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		for n, v := range row {
			if b, ok := v.(*big.Int); ok { // a sum of 64-bit numbers has 128 bits
				row[n] = b.Int64()
			}
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// open opens DuckDB in the folder of a data set, with the tables of this folder.
func open(t testing.TB, dataset string) duck {
	t.Helper()
	conn, err := dbsql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetMaxOpenConns(1) // temporary views belong to a connection
	d := duck{conn}
	d.ask(t, fmt.Sprintf("SET file_search_path = '%s'", dataset))
	for _, statement := range statements(sql(t, ".", "tables.sql")) {
		d.ask(t, statement)
	}
	return d
}

// TestDuckDB compares what DuckDB counts in the Parquet files with what the command
// counts in the archives.
func TestDuckDB(t *testing.T) {
	all := sources(t)
	dataset := filepath.Join(t.TempDir(), "fleet")
	run(t, command, append([]string{"export", "--format", "parquet", "-o", dataset}, all...)...)
	d := open(t, dataset)
	for what, query := range map[string]string{
		"column chunks not in zstd":      "SELECT count(*) FROM parquet_metadata('host=*/capture=*/*.parquet') WHERE compression <> 'ZSTD'",
		"chunks of hosts without bounds": "SELECT count(*) FROM parquet_metadata('host=*/capture=*/*.parquet') WHERE path_in_schema = 'host' AND (stats_min_value IS NULL OR stats_max_value IS NULL) AND num_values > stats_null_count",
		"files of another schema":        "SELECT count(*) FROM parquet_kv_metadata('host=*/capture=*/*.parquet') WHERE key = 'spoolscope.schema' AND value <> 'spoolscope.tables/1'",
		"recipients out of order":        "SELECT count(*) FROM (SELECT domain, lag(domain) OVER (PARTITION BY filename ORDER BY file_row_number) AS before FROM read_parquet('host=*/capture=*/recipients.parquet', hive_partitioning = false, filename = true, file_row_number = true)) WHERE before > domain",
		"messages out of order":          "SELECT count(*) FROM (SELECT server, lag(server) OVER (PARTITION BY filename ORDER BY file_row_number) AS before FROM read_parquet('host=*/capture=*/messages.parquet', hive_partitioning = false, filename = true, file_row_number = true)) WHERE before > server",
	} {
		if n := number(d.ask(t, query)[0][0]); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	compare(t, d, newest(t, d, all))
}

// newest returns the archives that hold the newest capture of a host, in their order.
func newest(t *testing.T, e engine, all []string) []string {
	t.Helper()
	var list []string
	taken, last := map[string]string{}, map[string]string{}
	hosts := map[string][]string{}
	for _, r := range e.ask(t, "SELECT archive, host, max(capture) FROM captures GROUP BY archive, host") {
		archive, host, when := base(text(r[0])), text(r[1]), fmt.Sprint(r[2])
		hosts[archive] = append(hosts[archive], host)
		taken[archive] = when
		last[host] = max(last[host], when)
	}
	for _, a := range all {
		isNewest := true
		for _, host := range hosts[base(a)] {
			isNewest = isNewest && last[host] == taken[base(a)]
		}
		if isNewest {
			list = append(list, a)
		}
	}
	if len(list) < hostsAtLeast {
		t.Fatalf("%d archives, want at least %d: %q", len(list), hostsAtLeast, list)
	}
	return list
}

const hostsAtLeast = hosts + 5
