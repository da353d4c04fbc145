// Package e2e drives the built site in real browsers, with real queues.
package e2e

import (
	"fmt"
	"os"
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// site serves the built site to all scenarios.
var site *drive.Site

func TestMain(m *testing.M) {
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func runAll(m *testing.M) (int, error) {
	var err error
	if site, err = drive.Serve("../../build/site"); err != nil {
		return 1, err
	}
	defer site.Close()
	defer closeEngines()
	return m.Run(), nil
}
