package engine

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// The queue lifetime of a configuration is the default, and the user's choice
// overrides it. In either case each count of the forecast selects its messages.
func TestConfiguredLifetime(t *testing.T) {
	for _, tt := range []struct {
		value  string
		choose int
		after  int64
		days   int
		source bool
	}{
		{"3d", 0, 3 * 86400, 3, true},
		{"3d", 5, 5 * 86400, 5, false},
		{"36h", 0, 36 * 3600, 0, true},
		{"90m", 0, 90 * 60, 0, true},
		{"45d", 0, 45 * 86400, 45, true},
		{"45d", 7, 7 * 86400, 7, false},
	} {
		e := newEngine()
		l := e.Load(context.Background(), []parser.Source{
			memorySource("spool.tgz", corpustest.Open(t, "basic").Read(t, "spool.tgz")),
			memorySource("etc/mail/sendmail.cf", []byte("O Timeout.queuereturn="+tt.value+"\n")),
		}, false, func(protocol.Progress) {})
		if l.Fatal != nil {
			t.Fatal(l.Fatal)
		}
		a, _ := ask(t.Context(), e, protocol.Request{Days: tt.choose, Overview: &protocol.OverviewRequest{By: "server"}})
		chosen := 0
		for _, f := range a.Overview.Forecasts {
			if f.Default {
				chosen++
				if f.After != tt.after || f.Days != tt.days || (f.Source == "Timeout.queuereturn in etc/mail/sendmail.cf, line 1") != tt.source {
					t.Errorf("%s, %d chosen: the forecast is for %d s, %d days, source %q", tt.value, tt.choose, f.After, f.Days, f.Source)
				}
			}
			for _, s := range f.Steps {
				if rows, err := e.shown.Match(s.Query); err != nil || len(rows) != s.Count {
					t.Errorf("%s: %d within %d s, but %q selects %d, %v", tt.value, s.Count, s.Within, s.Query, len(rows), err)
				}
			}
		}
		if chosen != 1 {
			t.Errorf("%s: %d forecasts are the default", tt.value, chosen)
		}
		d, _ := ask(t.Context(), e, protocol.Request{Days: tt.choose, Detail: &protocol.DetailRequest{Ref: int(e.shown.Queue.Order[0])}})
		if d.Detail == nil {
			t.Fatal(d.Error)
		}
		text := fmt.Sprint(d.Detail.Why)
		if strings.Contains(text, "this server's `sendmail.cf`") != tt.source && strings.Contains(text, "limit") {
			t.Errorf("%s: the message says %q", tt.value, text)
		}
	}
}
