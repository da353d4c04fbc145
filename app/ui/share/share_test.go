package share

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
)

// If there are mail logs, the dialog says that an archive and a viewer do not contain
// them.
func TestLogsThatAreLeftOut(t *testing.T) {
	for _, tc := range []struct {
		format string
		logs   int
		said   bool
	}{{"archive", 1, true}, {"viewer", 3, true}, {"jsonl", 3, false}, {"archive", 0, false}} {
		note := shareLogs(&model.ShareState{Format: tc.format, Preview: &protocol.Preview{Logs: tc.logs}})
		if said := note != nil && strings.Contains(app.HTMLString(note), "Mail logs are left out"); said != tc.said {
			t.Errorf("%s with %d logs: said %v, want %v", tc.format, tc.logs, said, tc.said)
		}
	}
}
