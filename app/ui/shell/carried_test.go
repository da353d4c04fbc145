package shell

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// The note of a viewer says that mail logs were left out, as it does for texts.
func TestCarriedNoteNamesLogs(t *testing.T) {
	for _, tc := range []struct {
		c    protocol.Carried
		want string
	}{
		{protocol.Carried{}, "Nothing was left out."},
		{protocol.Carried{Logs: 2}, "Left out: mail logs."},
		{protocol.Carried{Logs: 2, Hidden: "addresses,bodies"}, "Left out: bodies, mail logs."},
	} {
		if got := app.HTMLString(CarriedNote(&tc.c)); !strings.Contains(got, tc.want) {
			t.Errorf("%+v: %s, want %q", tc.c, got, tc.want)
		}
	}
}
