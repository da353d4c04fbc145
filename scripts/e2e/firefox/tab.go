package firefox

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Tab is a tab of Firefox.
type Tab struct {
	browser   *Browser
	own       string // user context, with storage of its own
	id        string // browsing context
	downloads string
	dialogs   chan reference

	mu     sync.Mutex
	site   string
	faults []string
}

var _ drive.Tab = (*Tab)(nil)

// reference is how the protocol names an element.
type reference struct {
	SharedID string `json:"sharedId"`
}

// object is the parameters of a command.
type object = map[string]any

// report logs policy violations to the page's console; Firefox reports them only to
// the browser console.
const report = `() => addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.effectiveDirective + ' ' + e.blockedURI))`

// Open implements drive.Browser.
func (b *Browser) Open(url string, o drive.Options) (*drive.Page, error) {
	t := &Tab{browser: b, dialogs: make(chan reference, 1)}
	if err := t.open(o); err != nil {
		t.Close()
		return nil, err
	}
	if err := t.Load(url); err != nil {
		t.Close()
		return nil, err
	}
	return &drive.Page{Tab: t}, nil
}

func (t *Tab) open(o drive.Options) (err error) {
	if t.downloads, err = os.MkdirTemp("", "spoolscope-downloads-"); err != nil {
		return err
	}
	var own struct{ UserContext string }
	if err := t.call("browser.createUserContext", object{}, &own); err != nil {
		return err
	}
	t.own = own.UserContext
	var made struct{ Context string }
	if err := t.call("browsingContext.create", object{"type": "tab", "userContext": t.own}, &made); err != nil {
		return err
	}
	t.id = made.Context
	t.browser.mu.Lock()
	t.browser.tabs[t.id] = t
	t.browser.mu.Unlock()
	if err := t.call("browser.setDownloadBehavior", object{
		"downloadBehavior": object{"type": "allowed", "destinationFolder": t.downloads}, "userContexts": []string{t.own},
	}, nil); err != nil {
		return err
	}
	if err := t.call("browsingContext.setViewport", object{"context": t.id, "viewport": object{"width": 1440, "height": 900}}, nil); err != nil {
		return err
	}
	scripts := []string{report}
	if o.Before != "" {
		scripts = append(scripts, "() => {"+o.Before+"\n}")
	}
	for _, s := range scripts {
		if err := t.call("script.addPreloadScript", object{"functionDeclaration": s, "contexts": []string{t.id}}, nil); err != nil {
			return err
		}
	}
	return nil
}

// Close implements drive.Tab: it forgets what the tab stored.
func (t *Tab) Close() {
	if t.own != "" {
		_ = t.call("browser.removeUserContext", object{"userContext": t.own}, nil) // closes the tab; it may have gone with the browser
	}
	t.browser.mu.Lock()
	delete(t.browser.tabs, t.id)
	t.browser.mu.Unlock()
	_ = os.RemoveAll(t.downloads) // whatever is left is removed with the temporary folder
}

func (t *Tab) call(method string, params object, result any) error {
	return t.browser.conn.call(method, params, result)
}

func (t *Tab) event(method string, params json.RawMessage) {
	var e struct {
		Level, Type, Method, Text string               // log.entryAdded
		Request                   struct{ URL string } // network.beforeRequestSent
		Element                   *reference           // input.fileDialogOpened
	}
	if json.Unmarshal(params, &e) != nil {
		return
	}
	switch method {
	case "log.entryAdded":
		if e.Level == "error" || e.Level == "warn" {
			t.fault(strings.Join([]string{e.Type, e.Method, e.Text}, " "))
		}
	case "network.beforeRequestSent":
		t.mu.Lock()
		outside := drive.Outside(t.site, e.Request.URL)
		t.mu.Unlock()
		if outside {
			t.fault("asked for " + e.Request.URL)
		}
	case "input.fileDialogOpened":
		if e.Element != nil {
			select {
			case t.dialogs <- *e.Element:
			default: // nobody asked for it
			}
		}
	}
}

func (t *Tab) fault(text string) {
	t.mu.Lock()
	t.faults = append(t.faults, text)
	t.mu.Unlock()
}

// Faults implements drive.Tab.
func (t *Tab) Faults() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.faults...)
}

// Load implements drive.Tab.
func (t *Tab) Load(url string) error {
	t.mu.Lock()
	t.site = url
	t.mu.Unlock()
	return t.call("browsingContext.navigate", object{"context": t.id, "url": url, "wait": "interactive"}, nil)
}

// Reload implements drive.Tab.
func (t *Tab) Reload() error {
	return t.call("browsingContext.reload", object{"context": t.id, "wait": "interactive"}, nil)
}

// Eval implements drive.Tab.
func (t *Tab) Eval(expression string, value any) error {
	var got struct {
		Result           struct{ Value string }
		ExceptionDetails *struct{ Text string }
	}
	err := t.call("script.evaluate", object{
		"expression":   "(async () => JSON.stringify(await (" + expression + ")))()",
		"target":       object{"context": t.id},
		"awaitPromise": true,
	}, &got)
	if err == nil && got.ExceptionDetails != nil {
		err = fmt.Errorf("exception: %s", got.ExceptionDetails.Text)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", expression, err)
	}
	if value == nil || got.Result.Value == "" {
		return nil
	}
	return json.Unmarshal([]byte(got.Result.Value), value)
}

// element returns a reference to the element that an expression evaluates to.
func (t *Tab) element(expression string) (reference, error) {
	var got struct{ Result reference }
	err := t.call("script.evaluate", object{"expression": expression, "target": object{"context": t.id}, "awaitPromise": false}, &got)
	if err == nil && got.Result.SharedID == "" {
		err = fmt.Errorf("no element %s", expression)
	}
	return got.Result, err
}

// Downloads implements drive.Tab.
func (t *Tab) Downloads() string { return t.downloads }

// Shot implements drive.Tab.
func (t *Tab) Shot() ([]byte, error) {
	var got struct{ Data string }
	if err := t.call("browsingContext.captureScreenshot", object{"context": t.id}, &got); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(got.Data)
}
