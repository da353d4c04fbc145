package overview

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// Once the messages of a view are counted, the status table and the comparison of
// listing and files visit none of them, and each count equals what its query
// selects.
func TestFromSums(t *testing.T) {
	compared := 0
	for _, of := range corpustest.Sendmail(t) {
		archive := of.Archives(t)[0]
		data := of.Read(t, archive)
		q, err := parser.Load(t.Context(), []parser.Source{{Name: archive, Size: int64(len(data)), At: bytes.NewReader(data)}}, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := capture.New(q, nil)
		for _, query := range []string{"state:deferred", "age:>1h -state:quarantined"} {
			v, err := c.View(query)
			if err != nil {
				t.Fatal(err)
			}
			byServer, byReason, check := groups(c, v, "server", 12), groups(c, v, "reason", 12), crossCheck(c, v)
			for _, row := range check {
				compared++
				if n := c.Index.Count(filter.Must(row.Query), q.Order); n != row.Count {
					t.Errorf("%s: %q selects %d messages, want %d", of.Name, row.Query, n, row.Count)
				}
			}
			v.Groups = nil
			for n := range v.Rows {
				v.Rows[n] = -1 // visiting one would panic
			}
			if got := groups(c, v, "server", 12); !reflect.DeepEqual(got, byServer) {
				t.Errorf("%s, %q by server: %+v, want %+v", of.Name, query, got, byServer)
			}
			if got := groups(c, v, "reason", 12); !reflect.DeepEqual(got, byReason) {
				t.Errorf("%s, %q by reason: %+v, want %+v", of.Name, query, got, byReason)
			}
			if got := crossCheck(c, v); !reflect.DeepEqual(got, check) {
				t.Errorf("%s, %q: listing and files %+v, want %+v", of.Name, query, got, check)
			}
		}
	}
	if compared == 0 {
		t.Error("no case has both a listing and files")
	}
}
