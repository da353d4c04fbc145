package build

import "github.com/spoolscope/spoolscope/parser/queue"

// File is the kind of file that a column's values come from: what is
// cleared and copied together.
type File uint8

// The kinds of files that columns come from.
const (
	Row     File = iota // of the row itself, or worked out once all is read
	Control             // qf, hf, Qf or tf, or a listing's entry in its place
	Data                // df
)

// fromData are the flags that a data file sets. All others come from the
// control file.
const fromData = queue.Refused

// columnsOf lists the columns with their values for a new row.
func columnsOf(c *queue.Columns) []column {
	noFile := queue.FileRef{Blob: -1, Size: -1}
	list := []column{
		of(Row, &c.ID, 0), of(Row, &c.Dir, 0), of(Row, &c.Files, 0), of(Row, &c.State, queue.Orphan),
		of(Row, &c.Flags, 0), of(Row, &c.Listing, -1),

		of(Control, &c.Control, noFile),
		of(Control, &c.Created, queue.NoNumber), of(Control, &c.LastTry, queue.NoNumber),
		of(Control, &c.Attempts, -1), of(Control, &c.Priority, queue.NoNumber),
		of(Control, &c.RcptAt, 0), of(Control, &c.RcptN, 0),

		of(Data, &c.Data, noFile), of(Data, &c.Size, -1),
		of(Data, &c.ReplyAt, 0), of(Data, &c.ReplyN, 0),
		of(Data, &c.GrepAt, 0), of(Data, &c.GrepN, 0),
	}
	for _, s := range []*[]queue.Str{
		&c.Sender, &c.Status, &c.Effective, &c.BodyType, &c.Reason, &c.Subject,
		&c.Client, &c.Auth, &c.Helo, &c.Script, &c.Bounce,
	} {
		list = append(list, of(Control, s, 0))
	}
	for _, s := range []*[]queue.Str{&c.Origin, &c.OriginBy, &c.OriginScript, &c.OriginAuth, &c.OriginID} {
		list = append(list, of(Data, s, 0))
	}
	for i, c := range list {
		c.start(minRows + minRows/growth*i/len(list))
	}
	return list
}

// A column grows by 1/growth of its rows. Each begins with a different number of
// them, from minRows on, so that they grow one after the other: while one is copied
// into a larger one both take memory, and for all columns together that would be as
// much as the queue.
const (
	minRows = 1024
	growth  = 4
)

// column is one element a row.
type column interface {
	from() File
	start(rows int) // makes room
	grow()
	clear(i int32)
	copy(dst, src int32)
}

// values is a column of one type.
type values[T any] struct {
	file File
	all  *[]T
	none T // the value of a new row
}

func of[T any](f File, all *[]T, none T) column { return values[T]{f, all, none} }

func (v values[T]) from() File          { return v.file }
func (v values[T]) start(rows int)      { *v.all = make([]T, 0, rows) }
func (v values[T]) clear(i int32)       { (*v.all)[i] = v.none }
func (v values[T]) copy(dst, src int32) { (*v.all)[dst] = (*v.all)[src] }

func (v values[T]) grow() {
	all := *v.all
	if n := len(all); n == cap(all) {
		all = make([]T, n, n+n/growth)
		copy(all, *v.all)
	}
	*v.all = append(all, v.none)
}

// flagsOf returns the flags that a kind of file sets.
func flagsOf(f File) queue.Flags {
	switch f {
	case Control:
		return ^fromData
	case Data:
		return fromData
	}
	return 0
}

// Clear removes what files of this kind said about row i.
func (b *Builder) Clear(i int32, f File) {
	for _, c := range b.columns {
		if c.from() == f {
			c.clear(i)
		}
	}
	b.Flags[i] &^= flagsOf(f)
}

// Copy gives row dst what files of this kind said about row src, digests too.
func (b *Builder) Copy(dst, src int32, f File) {
	for _, c := range b.columns {
		if c.from() == f {
			c.copy(dst, src)
		}
	}
	flags := flagsOf(f)
	b.Flags[dst] = b.Flags[dst]&^flags | b.Flags[src]&flags
	if from := b.Digests[src]; from != nil {
		to := b.Digest(dst)
		switch f {
		case Control:
			to.Control, to.HasControl = from.Control, from.HasControl
		case Data:
			to.Data, to.HasData = from.Data, from.HasData
		}
	}
}
