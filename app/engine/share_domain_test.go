package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/parser"
)

// The domain of a recipient stays in the preview even if a local part has the
// same name, in the queue or only in the private list that was loaded.
func TestPreviewKeepsRecipientDomain(t *testing.T) {
	const entry = "4259f7K%c031337     1834 Tue Mar  5 10:41 <%s>\n                 (Deferred: Connection refused by mx.parked.test.)\n\t\t\t\t\t <%s>\n"
	const head = "\t\t/var/spool/mqueue (2 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"
	namesake := head + fmt.Sprintf(entry, 'a', "parked.test@hosting.example", "leser@parked.test") + fmt.Sprintf(entry, 'b', "parked@hosting.example", "parked.test")
	plain := head + fmt.Sprintf(entry, 'a', "ann@hosting.example", "leser@parked.test") + fmt.Sprintf(entry, 'b', "ann@hosting.example", "leser@parked.test")
	load := func(listing string) *Engine {
		e := newEngine()
		if l := e.Load(context.Background(), []parser.Source{memorySource("mailq.txt", []byte(listing))}, false, func(protocol.Progress) {}); l.Fatal != nil {
			t.Fatal(l.Fatal)
		}
		return e
	}
	check := func(name string, e *Engine, req protocol.PreviewRequest) {
		p, err := e.preview(call{}, req)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, r := range p.Rows {
			for _, piece := range r.After {
				found[r.Before] += piece.Text
			}
		}
		if got := found["leser@parked.test"]; !regexp.MustCompile(`^person-\d{4}@parked\.test$`).MatchString(got) {
			t.Errorf("%s: leser@parked.test becomes %q", name, got)
		}
		if got := found["mx.parked.test"]; got != "mx.parked.test" {
			t.Errorf("%s: the server becomes %q", name, got)
		}
	}
	e := load(namesake)
	check("a namesake in the queue", e, protocol.PreviewRequest{Hide: hideMost})
	part, err := e.shareMap(call{}, protocol.ShareMapRequest{Hide: hideMost})
	if err != nil {
		t.Fatal(err)
	}
	var list redact.Map
	if err := json.Unmarshal(part.Data, &list); err != nil || list.People["parked.test"] == "" {
		t.Fatalf("the list is %s, %v", part.Data, err)
	}
	if list.Domains["parked.test"] != "" || list.Hosts["mx.parked.test"] != "" {
		t.Errorf("the list has names that stay: %s", part.Data)
	}
	known := string(part.Data)
	check("a namesake in the private list", load(plain), protocol.PreviewRequest{Hide: hideMost, Known: &known})
	check("both", load(namesake), protocol.PreviewRequest{Hide: hideMost, Known: &known})
	check("addresses alone", load(plain), protocol.PreviewRequest{Hide: "addresses", Known: &known})
}
