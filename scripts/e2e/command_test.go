package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// built builds the command when a test first needs it and returns its path.
var built = sync.OnceValues(func() (string, error) {
	path, err := filepath.Abs("../../build/e2e/spoolscope")
	if err != nil {
		return "", err
	}
	if out, err := exec.Command("go", "-C", "../..", "build", "-o", path, "./app/spoolscope").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// command returns the path of the command.
func command(t *testing.T) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
