package table

import (
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
