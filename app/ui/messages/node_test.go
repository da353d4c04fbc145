package messages

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// What cells.js reads of a row is valid JSON, whatever its texts are.
func TestSlotText(t *testing.T) {
	hostile := "\"\\</td>\n\x00\u2028ü\xff"
	row := protocol.Row{ID: hostile, From: hostile, To: "kim@example.net", More: 1, State: "deferred",
		Reason: []protocol.Piece{{Text: "Greylisted by "}, {Var: true, Text: hostile}}}
	for _, tt := range []struct {
		name string
		slot slot
		want []any // the first of all, and the cell of the recipient
	}{
		{"a row", slot{Row: &row, Picked: true}, []any{1.0, "Pick \"\\</td>\n\x00\u2028ü\ufffd",
			[]any{"td", "m-to", "kim@example.net", []any{"span", "addr", "",
				[]any{"span", "cut", "", "kim@example.net"}, []any{"span", "plus", "and 1 more", "+1"}}}}},
		{"on its way", slot{}, []any{0.0, "Pick", []any{"td", "m-to", "", []any{"span", "addr", "", []any{"span", "cut", "", ""}}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []any
			if err := json.Unmarshal([]byte(tt.slot.text()), &got); err != nil {
				t.Fatalf("%s: %v", tt.slot.text(), err)
			}
			var to any
			for _, cell := range got[2:] {
				if cell.([]any)[1] == "m-to" {
					to = cell
				}
			}
			if first := []any{got[0], got[1], to}; !reflect.DeepEqual(first, tt.want) {
				t.Errorf("got %q, want %q", first, tt.want)
			}
		})
	}
}
