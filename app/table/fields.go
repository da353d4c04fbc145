package table

import (
	"fmt"
	"reflect"
	"strings"
)

// Table describes one of the tables.
type Table struct {
	Name   string
	About  string
	Sorted []string // the columns by which a file is sorted, null first
	Fields []Field
}

// Field describes a column.
type Field struct {
	Name, Type, Unit, Doc string
	Null                  string // what null means, "" if it is never null
}

// Tables are the tables of a data set, in the order in which they are written.
var Tables = []Table{
	describe[Message]("messages", "one row for each message", "server", "created"),
	describe[Recipient]("recipients", "one row for each recipient that a message is still queued for", "domain"),
	describe[Reply]("replies", "one row for each reply in the transcript of a bounce", "server"),
	describe[Cause]("causes", "one row for each cause that holds mail up", "n"),
	describe[Problem]("problems", "one row for each thing in the archive that is damaged, odd or contradicts itself"),
	describe[Event]("events", "one row for each line that a mail log has about a message; no rows without a log"),
	describe[Capture]("captures", "one row for each host of each archive, also where its queue was empty"),
}

// types are the words for the types of columns.
var types = map[reflect.Type]string{
	reflect.TypeFor[string](): "text", reflect.TypeFor[bool](): "boolean", reflect.TypeFor[Time](): "timestamp",
	reflect.TypeFor[int32](): "integer, 32 bits", reflect.TypeFor[int64](): "integer, 64 bits",
}

// describe reads the tags of a row type.
func describe[Row any](name, about string, sorted ...string) Table {
	t := Table{Name: name, About: about, Sorted: sorted}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Row]()) {
		if f.Anonymous {
			continue
		}
		kind := f.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		column, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		t.Fields = append(t.Fields, Field{Name: column, Type: types[kind], Unit: f.Tag.Get("unit"), Doc: f.Tag.Get("doc"), Null: f.Tag.Get("null")})
	}
	return t
}

// Markdown documents the tables.
func Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The tables of a fleet\n\n")
	fmt.Fprintf(&b, "Schema `%s`, written by `spoolscope export --format parquet` and, as JSON lines with the same columns, `--format tables`.\n", Schema)
	b.WriteString(`This page is generated from the types in [schema.go](schema.go).

Texts are UTF-8; one that is not valid UTF-8 in the queue is read as ISO 8859-1. Timestamps are instants in UTC: in Parquet
milliseconds, in JSON RFC 3339. What is unknown is null; in JSON it is absent. Columns may be added without notice; the number of
the schema grows when one changes its meaning or is removed. It is in the metadata of each Parquet file (` + "`spoolscope.schema`" + `)
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
