package postqueue

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// The quick parser reads what package json reads.
func TestQuick(t *testing.T) {
	c := corpustest.Open(t, "postfix-2")
	lines := bytes.Split(bytes.TrimSpace(c.Read(t, "postqueue-j.json")), []byte("\n"))
	for _, text := range append(lines, []byte(`{"queue_name":"hold","queue_id":"A1","arrival_time":0,"recipients":[]}`),
		[]byte(`{"queue_id": "A", "sender": "a\"b@x", "recipients": [{"address": "\u00e9", "orig_address": "x", "bounce_reason": "no"}]}`), []byte(`{"sender": "\\", "queue_id": "A\\\"\"", "recipients": []}`)) {
		var got, want object
		if !quick(text, &got) {
			t.Errorf("%s is not read", text)
			continue
		}
		if err := json.Unmarshal(text, &want); err != nil || !reflect.DeepEqual(got, normal(want)) {
			t.Errorf("%s: %+v, want %+v (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{``, `{}`, `{"queue_id": "A"`, `{"queue_id": "A"} x`, `{"other": 1}`, `{"message_size": 01}`, `{"arrival_time": "1"}`, `{"recipients": [{"address": "a"},]}`, "{\"queue_id\": \"A\nB\"}"} {
		if quick([]byte(text), &object{}) {
			t.Errorf("%s is read", text)
		}
	}
}

// normal puts the size where the quick parser keeps it, and replaces empty lists by
// nil.
func normal(o object) object {
	if o.MessageSize != nil {
		o.size = *o.MessageSize
	}
	if len(o.Recipients) == 0 {
		o.Recipients = nil
	}
	return o
}
