package build

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// pools are the fields of queue.Columns that rows have ranges of.
var pools = []string{"RcptAddr", "RcptStat", "ReplyText", "ReplyHost", "ReplyEcho", "GrepLine"}

// Every column is in the list, once.
func TestColumnsAreListed(t *testing.T) {
	var c queue.Columns
	listed := map[any]int{}
	for _, col := range columnsOf(&c) {
		listed[reflect.ValueOf(col).FieldByName("all").Pointer()]++
	}
	v := reflect.ValueOf(&c).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		want := 1
		if slices.Contains(pools, name) {
			want = 0
		}
		if n := listed[v.Field(i).Addr().Pointer()]; n != want {
			t.Errorf("column %s is listed %d times, want %d", name, n, want)
		}
	}
}

// Copying or clearing the columns of one kind of file leaves those of the other
// alone.
func TestCopyAndClear(t *testing.T) {
	b := New()
	src, dst := b.Row(0, "A"), b.Row(0, "B")
	all := func(i int32) map[string]any {
		m := map[string]any{}
		v := reflect.ValueOf(b.Columns)
		for k := range v.NumField() {
			if name := v.Type().Field(k).Name; !slices.Contains(pools, name) && name != "ID" {
				m[name] = v.Field(k).Index(int(i)).Interface()
			}
		}
		return m
	}
	fresh := all(src)
	v := reflect.ValueOf(&b.Columns).Elem()
	for k := range v.NumField() { // a value in every column that differs from that of a new row
		if name := v.Type().Field(k).Name; slices.Contains(pools, name) || name == "ID" {
			continue
		}
		switch e := v.Field(k).Index(int(src)); {
		case e.CanUint():
			e.SetUint(1)
		case e.CanInt():
			e.SetInt(1)
		default:
			e.FieldByName("Size").SetInt(1)
		}
	}
	b.Flags[src] = queue.Refused | queue.Warned
	b.Digest(src).HasControl, b.Digest(src).HasData = true, true
	full := all(src)

	b.Copy(dst, src, Data)
	got := all(dst)
	if got["Created"] != fresh["Created"] || got["Size"] != full["Size"] || b.Flags[dst] != queue.Refused || !b.Digests[dst].HasData || b.Digests[dst].HasControl {
		t.Errorf("after Copy of Data: %v, %+v", got, b.Digests[dst])
	}
	b.Copy(dst, src, Control)
	got = all(dst)
	for name, want := range full {
		if slices.Contains([]string{"Dir", "Files", "State", "Listing"}, name) {
			want = fresh[name]
		}
		if !reflect.DeepEqual(got[name], want) {
			t.Errorf("after both: %s = %v, want %v", name, got[name], want)
		}
	}
	if !b.Digests[dst].HasControl {
		t.Error("after Copy of Control its digest is missing")
	}
	b.Clear(dst, Control)
	b.Clear(dst, Data)
	if got := all(dst); !reflect.DeepEqual(got, fresh) {
		t.Errorf("after Clear: %v, want %v", got, fresh)
	}
}

func TestBuilder(t *testing.T) {
	b := New()
	one, two := b.Row(0, "A"), b.Row(1, "A")
	if one == two || b.Row(0, "A") != one || b.Len() != 2 {
		t.Errorf("rows %d and %d of %d", one, two, b.Len())
	}
	v := reflect.ValueOf(b.Columns)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		switch name {
		case "RcptAddr", "RcptStat", "ReplyText", "ReplyHost", "ReplyEcho", "GrepLine":
		default:
			if n := v.Field(i).Len(); n != 2 {
				t.Errorf("column %s has %d rows, want 2", name, n)
			}
		}
	}
	if i, ok := b.Find(1, "A"); i != two || !ok {
		t.Errorf("Find(1, A) = %d, %v", i, ok)
	}
	for _, id := range []string{"B", ""} {
		if i, ok := b.Find(0, id); ok {
			t.Errorf("Find(0, %q) = %d", id, i)
		}
	}
	rcpts := []string{"x", "y"}
	b.SetRecipients(one, 1, func(int) (string, string) { return "old", "" })
	b.SetRecipients(one, 2, func(k int) (string, string) { return rcpts[k], "why " + rcpts[k] })
	if from, to := b.Recipients(one); to-from != 2 || b.Text(b.RcptAddr[from+1]) != "y" || b.Text(b.RcptStat[from]) != "why x" {
		t.Errorf("recipients %d to %d", from, to)
	}
	b.SetReplies(two, []queue.Exchange{{Host: "h", Replies: []string{"450 a", "450 b"}}, {Replies: []string{"550 c"}}})
	if from, to := b.Replies(two); to-from != 3 || b.Text(b.ReplyText[from+2]) != "550 c" || b.Text(b.ReplyHost[from]) != "h" || b.ReplyHost[from+2] != 0 {
		t.Errorf("replies %d to %d", from, to)
	}
	b.SetReplies(one, []queue.Exchange{
		{Host: "h", Replies: []string{"550-5.1.1 no", "550 5.1.1 user", "hello"}}, {Host: "h", Replies: []string{"503 5.5.1 Need RCPT"}},
		{Host: "other", Replies: []string{"503 5.5.1 Need RCPT"}},
	})
	var said []string
	for k, to := b.Replies(one); k < to; k++ {
		said = append(said, fmt.Sprint(b.Text(b.ReplyHost[k]), " ", b.Text(b.ReplyText[k]), " ", b.ReplyEcho[k]))
	}
	want := []string{"h 550-5.1.1 no\n550 5.1.1 user false", "h hello false", "h 503 5.5.1 Need RCPT true", "other 503 5.5.1 Need RCPT false"}
	if !slices.Equal(said, want) {
		t.Errorf("replies %q, want %q", said, want)
	}
	b.SetGrep(one, []queue.Str{b.Strings.Add("<<<")})
	if from, to := b.Grep(one); to-from != 1 || b.Text(b.GrepLine[from]) != "<<<" {
		t.Errorf("lines %d to %d", from, to)
	}
	d := b.Digest(two)
	if b.Digest(two) != d || b.Digest(one) == d {
		t.Error("there is not one digest for each row")
	}
	if b.Flags[two] |= queue.MadeHere; !b.IsMade(two) || b.IsMade(one) {
		t.Error("IsMade does not follow MadeHere")
	}
}
