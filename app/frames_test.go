package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Go is never called within an animation frame of the browser, where it would also
// run everything else that is due and delay the frame. Only scripts request frames;
// one of them does so for Go, and calls Go afterwards.
func TestFramesCallNoGo(t *testing.T) {
	const ask = "requestAnimationFrame"
	may := map[string]bool{"frames.js": true, "screen.js": true}
	seen := 0
	for _, pattern := range []string{"browser/*.go", "ui/*.go", "../web/assets/*.js"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files, error %v", pattern, err)
		}
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case !strings.Contains(string(src), ask):
			case may[filepath.Base(name)]:
				seen++
			default:
				t.Errorf("%s requests an animation frame; use frames.js, which calls Go once the frame is painted", name)
			}
		}
	}
	if seen != len(may) {
		t.Errorf("%d scripts ask for frames, want %d", seen, len(may))
	}
}
