package webkit

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// limit is how long the browser may take to carry out a command.
const limit = drive.Limit

// Browser is a virtual screen, on which each page has a browser of its own.
type Browser struct {
	canary      *drive.Canary
	screen      *exec.Cmd
	environment []string // of every page's browser
}

var _ drive.Browser = (*Browser)(nil)

// Start starts the screen. All requests of pages go to the canary, even those for
// localhost. The driver is the one that the environment variable WEBKIT names, or
// the WebKitWebDriver in PATH. environment are further variables for the browser, as
// NAME=VALUE.
func Start(canary *drive.Canary, environment ...string) (*Browser, error) {
	if _, err := exec.LookPath(driver()); err != nil {
		return nil, fmt.Errorf("webkit: %w", err)
	}
	b := &Browser{canary: canary, environment: environment}
	if err := b.start(); err != nil {
		b.Close()
		return nil, fmt.Errorf("webkit: Xvfb: %w", err)
	}
	return b, nil
}

func driver() string { return cmp.Or(os.Getenv("WEBKIT"), "WebKitWebDriver") }

func (b *Browser) start() error {
	// Xvfb picks a free display number and writes it to the pipe.
	ours, theirs, err := os.Pipe()
	if err != nil {
		return err
	}
	defer ours.Close()
	b.screen = exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1440x960x24", "-nolisten", "tcp")
	b.screen.ExtraFiles = []*os.File{theirs}
	err = b.screen.Start()
	theirs.Close()
	if err != nil {
		b.screen = nil
		return err
	}
	if err := ours.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	number, err := bufio.NewReader(ours).ReadString('\n')
	b.environment = append(b.environment, "DISPLAY=:"+strings.TrimSpace(number), "GDK_BACKEND=x11", "NO_AT_BRIDGE=1", "GIO_USE_VFS=local")
	return err
}

// Close ends the screen.
func (b *Browser) Close() {
	if b.screen != nil {
		_ = b.screen.Process.Kill()
		_ = b.screen.Wait() // its exit code says nothing about the tests
	}
}

// home makes an empty home directory for a browser, and returns it with the
// environment variables that point to it.
func home() (dir string, environment []string, err error) {
	if dir, err = os.MkdirTemp("", "spoolscope-webkit-"); err != nil {
		return "", nil, err
	}
	downloads := filepath.Join(dir, "downloads")
	environment = []string{"HOME=" + dir}
	for name, folder := range map[string]string{"XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data", "XDG_RUNTIME_DIR": "run"} {
		environment = append(environment, name+"="+filepath.Join(dir, folder))
		err = errors.Join(err, os.Mkdir(filepath.Join(dir, folder), 0o700))
	}
	return dir, environment, errors.Join(err, os.Mkdir(downloads, 0o700),
		os.WriteFile(filepath.Join(dir, "config/user-dirs.dirs"), []byte("XDG_DOWNLOAD_DIR=\""+downloads+"\"\n"), 0o600))
}
