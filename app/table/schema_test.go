package table

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// The documentation is the golden file of the schema, because others rely on what
// it says.
func TestSchema(t *testing.T) {
	goldentest.Check(t, "SCHEMA.md", markdown())
	for _, table := range Tables {
		for _, f := range table.Fields {
			if f.Name == "" || f.Type == "" || f.Doc == "" {
				t.Errorf("%s.%s: name, type or meaning is missing: %+v", table.Name, f.Name, f)
			}
		}
		for _, name := range table.Sorted {
			if !slices.ContainsFunc(table.Fields, func(f Field) bool { return f.Name == name }) {
				t.Errorf("%s is sorted by %s, which it does not have", table.Name, name)
			}
		}
	}
}

// The files have the columns that the documentation lists.
func TestParquetSchema(t *testing.T) {
	schemas := []*parquet.Schema{
		parquet.SchemaOf(Message{}), parquet.SchemaOf(Recipient{}), parquet.SchemaOf(Reply{}),
		parquet.SchemaOf(Cause{}), parquet.SchemaOf(Problem{}), parquet.SchemaOf(Event{}), parquet.SchemaOf(Capture{}),
	}
	logical := map[string]string{"text": "STRING", "timestamp": "TIMESTAMP(isAdjustedToUTC=true,unit=MILLIS)", "integer, 32 bits": "INT(32,true)", "integer, 64 bits": "INT(64,true)", "boolean": "BOOLEAN"}
	for n, s := range schemas {
		fields := s.Fields()
		if len(fields) != len(Tables[n].Fields) {
			t.Fatalf("%s: %d columns, want %d", Tables[n].Name, len(fields), len(Tables[n].Fields))
		}
		for k, f := range fields {
			want := Tables[n].Fields[k]
			if f.Name() != want.Name || f.Optional() != (want.Null != "") || f.Type().String() != logical[want.Type] {
				t.Errorf("%s: column %s %s optional %v, want %+v", Tables[n].Name, f.Name(), f.Type(), f.Optional(), want)
			}
		}
	}
}

// JSON lines have the names of the columns, and leave out what is null.
func TestJSONNames(t *testing.T) {
	for _, row := range []any{Message{}, Recipient{}, Reply{}, Cause{}, Problem{}, Event{}, Capture{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(row)) {
			if f.Anonymous {
				continue
			}
			column, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
			want := column
			if f.Tag.Get("null") != "" {
				want += ",omitempty"
			}
			if got := f.Tag.Get("json"); got != want {
				t.Errorf("%T.%s: json %q, want %q", row, f.Name, got, want)
			}
		}
	}
}

// The export of messages as JSON lines has the same fields; recipients and replies,
// which are tables of their own, are lists there.
func TestSharedFields(t *testing.T) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[share.Message]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if slices.Contains([]string{"schema", "to", "replies", "events"}, name) {
			continue
		}
		if !slices.ContainsFunc(Tables[0].Fields, func(f Field) bool { return f.Name == name }) {
			t.Errorf("messages have no column %q", name)
		}
	}
}

// markdown documents the tables.
func markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The tables of a fleet\n\n")
	fmt.Fprintf(&b, "Schema `%s`, written by `spoolscope export --format parquet` and, as JSON lines with the same columns, `--format tables`.\n", Schema)
	b.WriteString(`This page is generated from the types in [schema.go](schema.go).

Texts are UTF-8; a text that is not valid UTF-8 in the queue is read as ISO 8859-1. Timestamps are instants in UTC: in Parquet
milliseconds, in JSON RFC 3339. What is unknown is null; in JSON it is absent. Columns may be added without notice; the number of
the schema increases when a column changes its meaning or is removed. It is in the metadata of each Parquet file (` + "`spoolscope.schema`" + `)
and in ` + "`captures`" + `. The fields of ` + "`export --format jsonl`" + ` that have the same names mean the same.
`)
	for _, t := range Tables {
		fmt.Fprintf(&b, "\n## %s\n\n%s", t.Name, upperFirst(t.About))
		if len(t.Sorted) > 0 {
			fmt.Fprintf(&b, ", sorted by `%s`", strings.Join(t.Sorted, "`, `"))
		}
		b.WriteString(".\n\n| Column | Type | Meaning | Null means |\n|---|---|---|---|\n")
		for _, f := range t.Fields {
			kind, null := f.Type, f.Null
			if f.Unit != "" {
				kind += ", " + f.Unit
			}
			if null == "" {
				null = "never null"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.Name, kind, f.Doc, null)
		}
	}
	return b.String()
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
