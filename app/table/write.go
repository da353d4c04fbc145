package table

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/version"
	"github.com/spoolscope/spoolscope/app/words"
)

// Format is how tables are written.
type Format string

// The formats. Their columns are the same.
const (
	Parquet   Format = "parquet"
	JSONLines Format = "tables"
)

// Formats are the names of the formats.
var Formats = []string{string(Parquet), string(JSONLines)}

// File returns the name of a table's file.
func (f Format) File(table string) string {
	if f == Parquet {
		return table + ".parquet"
	}
	return table + ".jsonl"
}

const (
	// batch is how many rows are made before they are written.
	batch = 512
	// groupRows is how many rows of a Parquet file form a group: an engine reads
	// groups in parallel, and skips those without a match. A group's columns are in
	// memory, compressed, until all of its rows are there.
	groupRows = 128 << 10
	// maxDictionary bounds the different values of a column in a group, in bytes,
	// that are written once; beyond it, values are written as they come.
	maxDictionary = 1 << 20
	// indexedText is how much of a text's bounds is kept for each page.
	indexedText = 64
)

// Writer writes the tables of a part.
type Writer struct {
	Format Format
	Create func(file string) (io.WriteCloser, error)
	// Check takes each row as a line of JSON, for the search for what should have
	// been redacted; nil searches nothing.
	Check io.Writer
}

// Write writes all tables. The same part gives the same bytes.
func (w Writer) Write(ctx context.Context, p *share.Part) (share.Count, error) {
	r := newRows(p)
	n := share.Count{Messages: int64(len(p.Rows))}
	messages := r.messages()
	if err := write(ctx, w, 0, len(messages), func(n int) Message { return r.message(messages[n].row) }); err != nil {
		return n, err
	}
	recipients := r.recipients()
	n.Recipients = int64(len(recipients))
	if err := write(ctx, w, 1, len(recipients), func(n int) Recipient {
		// Those of one message in one domain follow each other.
		first := n == 0 || recipients[n-1].row != recipients[n].row || recipients[n-1].rank != recipients[n].rank
		return r.recipient(recipients[n], first)
	}); err != nil {
		return n, err
	}
	replies := r.replies()
	if err := write(ctx, w, 2, len(replies), func(n int) Reply { return r.reply(replies[n]) }); err != nil {
		return n, err
	}
	if err := write(ctx, w, 3, len(p.Causes), r.cause); err != nil {
		return n, err
	}
	if err := write(ctx, w, 4, len(p.Problems), func(n int) Problem { return r.problem(&p.Problems[n]) }); err != nil {
		return n, err
	}
	events := r.events()
	if err := write(ctx, w, 5, events.n, events.next); err != nil {
		return n, err
	}
	return n, write(ctx, w, 6, 1, func(int) Capture { return r.capture(n) })
}

// output is an open file of rows.
type output[Row any] interface {
	Write([]Row) (int, error)
	Close() error
}

// write writes the rows of one of Tables.
func write[Row any](ctx context.Context, w Writer, table, n int, row func(n int) Row) (err error) {
	t := &Tables[table]
	file, err := w.Create(w.Format.File(t.Name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	buffer := bufio.NewWriterSize(file, 64<<10)
	var out output[Row]
	if w.Format == Parquet {
		out = newParquet[Row](buffer, t)
	} else {
		out = newLines[Row](buffer)
	}
	var check output[Row]
	if w.Check != nil {
		check = newLines[Row](w.Check)
	}
	rows := make([]Row, 0, batch)
	for at := 0; at < n; at += len(rows) {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows = rows[:0]
		for k := at; k < min(at+batch, n); k++ {
			rows = append(rows, row(k))
		}
		if check != nil {
			check.Write(rows) // it keeps what it finds
		}
		if _, err := out.Write(rows); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("%s: %w", t.Name, err)
	}
	return buffer.Flush()
}

// newParquet begins a Parquet file.
func newParquet[Row any](w io.Writer, t *Table) *parquet.GenericWriter[Row] {
	var sorting []parquet.SortingColumn
	for _, name := range t.Sorted {
		sorting = append(sorting, parquet.NullsFirst(parquet.Ascending(name)))
	}
	return parquet.NewGenericWriter[Row](w,
		parquet.CreatedBy("spoolscope", version.String(), ""),
		parquet.KeyValueMetadata("spoolscope.schema", Schema),
		parquet.KeyValueMetadata("spoolscope.table", t.Name),
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault}),
		// The encodings and pages that engines have read for longest.
		parquet.DataPageVersion(1),
		parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.Plain),
		parquet.MaxRowsPerRowGroup(groupRows),
		parquet.DictionaryMaxBytes(maxDictionary),
		parquet.ColumnIndexSizeLimit(func([]string) int { return indexedText }),
		// The rows come sorted: this only says so in the file.
		parquet.SortingWriterConfig(parquet.SortingColumns(sorting...)),
	)
}

// lines writes rows as JSON lines.
type lines[Row any] struct{ to *json.Encoder }

func newLines[Row any](w io.Writer) *lines[Row] {
	return &lines[Row]{words.JSON(w)}
}

// Write writes a line for each row.
func (l *lines[Row]) Write(rows []Row) (int, error) {
	for n := range rows {
		if err := l.to.Encode(&rows[n]); err != nil {
			return n, err
		}
	}
	return len(rows), nil
}

// Close does nothing: each line is whole.
func (l *lines[Row]) Close() error { return nil }
