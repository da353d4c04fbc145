package firefox

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Browser is a Firefox with a profile of its own.
type Browser struct {
	conn    *conn
	process *exec.Cmd
	profile string

	mu   sync.Mutex
	tabs map[string]*Tab // by browsing context
}

var _ drive.Browser = (*Browser)(nil)

// Start launches the Firefox that the environment variable FIREFOX names, or the
// firefox-esr in PATH. All its requests go to the canary, even those for
// localhost. prefs are further preferences by name, as in about:config.
func Start(canary *drive.Canary, prefs map[string]any) (*Browser, error) {
	profile, err := os.MkdirTemp("", "spoolscope-firefox-")
	if err != nil {
		return nil, err
	}
	b := &Browser{profile: profile, tabs: make(map[string]*Tab)}
	if err := b.start(canary, prefs); err != nil {
		b.Close()
		return nil, fmt.Errorf("firefox: %w", err)
	}
	return b, nil
}

func (b *Browser) start(canary *drive.Canary, prefs map[string]any) error {
	all, err := settings(canary)
	if err != nil {
		return err
	}
	var lines strings.Builder
	for _, set := range []map[string]any{all, prefs} {
		for name, value := range set {
			v, err := json.Marshal(value)
			if err != nil {
				return err
			}
			fmt.Fprintf(&lines, "user_pref(%q, %s);\n", name, v)
		}
	}
	if err := os.WriteFile(filepath.Join(b.profile, "user.js"), []byte(lines.String()), 0o600); err != nil {
		return err
	}
	b.process = exec.Command(cmp.Or(os.Getenv("FIREFOX"), "firefox-esr"),
		"--headless", "--no-remote", "--remote-debugging-port=0", "--profile", b.profile, "--width", "1440", "--height", "900", "about:blank")
	// Without this, release builds fetch settings from Mozilla whatever the profile
	// says.
	b.process.Env = append(os.Environ(), "MOZ_REMOTE_SETTINGS_DEVTOOLS=1")
	stderr, err := b.process.StderrPipe()
	if err != nil {
		return err
	}
	if err := b.process.Start(); err != nil {
		b.process = nil
		return err
	}
	url, err := listening(bufio.NewScanner(stderr))
	if err != nil {
		return err
	}
	if b.conn, err = dial(url+"/session", b.event); err != nil {
		return err
	}
	capabilities := map[string]any{"alwaysMatch": map[string]any{"unhandledPromptBehavior": map[string]any{"default": "dismiss", "file": "dismiss"}}}
	if err := b.conn.call("session.new", map[string]any{"capabilities": capabilities}, nil); err != nil {
		return err
	}
	return b.conn.call("session.subscribe", map[string]any{"events": []string{
		"log.entryAdded", "network.beforeRequestSent", "input.fileDialogOpened"}}, nil)
}

// settings returns the preferences that send all traffic to the canary and keep
// the browser from making requests of its own.
func settings(canary *drive.Canary) (map[string]any, error) {
	host, port, err := net.SplitHostPort(canary.Addr)
	if err != nil {
		return nil, err
	}
	prefs := map[string]any{
		"network.proxy.type":                              1,
		"network.proxy.allow_hijacking_localhost":         true,
		"network.proxy.no_proxies_on":                     "",
		"network.proxy.failover_direct":                   false,
		"network.captive-portal-service.enabled":          false,
		"network.connectivity-service.enabled":            false,
		"network.trr.mode":                                5,
		"network.prefetch-next":                           false,
		"network.dns.disablePrefetch":                     true,
		"extensions.getAddons.cache.enabled":              false,
		"extensions.systemAddon.update.enabled":           false,
		"extensions.update.enabled":                       false,
		"app.normandy.enabled":                            false,
		"app.update.disabledForTesting":                   true,
		"browser.safebrowsing.downloads.remote.enabled":   false,
		"browser.region.network.url":                      "",
		"browser.search.update":                           false,
		"browser.topsites.contile.enabled":                false,
		"dom.push.connection.enabled":                     false,
		"media.gmp-manager.updateEnabled":                 false,
		"services.settings.server":                        "data:,#remote-settings-dummy/v1",
		"security.remote_settings.crlite_filters.enabled": false,
		"toolkit.telemetry.server":                        "data:,",
	}
	for _, kind := range []string{"http", "ssl", "socks"} {
		prefs["network.proxy."+kind] = host
		prefs["network.proxy."+kind+"_port"] = json.Number(port)
	}
	return prefs, nil
}

// listening returns the address on which the browser listens. It goes on reading
// the output, because a full pipe would block the browser.
func listening(lines *bufio.Scanner) (string, error) {
	found := make(chan string, 1)
	go func() {
		defer close(found)
		for lines.Scan() {
			if _, url, ok := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); ok {
				found <- strings.TrimSpace(url)
			}
		}
	}()
	select {
	case url, ok := <-found:
		if !ok {
			return "", errors.New("the browser exited before it listened")
		}
		return url, nil
	case <-time.After(limit):
		return "", errors.New("the browser does not listen")
	}
}

// Close ends the browser and removes its profile.
func (b *Browser) Close() {
	if b.conn != nil {
		_ = b.conn.call("browser.close", struct{}{}, nil) // killed below if it does not exit
		_ = b.conn.net.Close()
	}
	if b.process != nil {
		ended := make(chan struct{})
		go func() {
			_ = b.process.Wait() // its exit code says nothing about the tests
			close(ended)
		}()
		select {
		case <-ended:
		case <-time.After(limit):
			_ = b.process.Process.Kill()
			<-ended
		}
	}
	_ = os.RemoveAll(b.profile) // whatever is left is removed with the temporary folder
}

// event passes an event to the tab that it concerns.
func (b *Browser) event(method string, params json.RawMessage) {
	var about struct {
		Context string
		Source  struct{ Context string }
	}
	if json.Unmarshal(params, &about) != nil {
		return
	}
	b.mu.Lock()
	t := b.tabs[cmp.Or(about.Context, about.Source.Context)]
	b.mu.Unlock()
	if t != nil {
		t.event(method, params)
	}
}
