package webkit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// object is the parameters of a command.
type object = map[string]any

// session is a driver with the one browser that it started.
type session struct {
	process *exec.Cmd
	server  string // address of the driver
	url     string // of the session
	home    string
}

var client = http.Client{Timeout: limit}

// begin starts a driver and a browser with further environment variables. One start in
// a few hundred hangs: the browser never answers, or has ended while its driver keeps
// waiting for it. So begin tries again, each time with a longer limit.
func begin(settings []string, canary *drive.Canary) (s *session, err error) {
	for _, patience := range []time.Duration{limit / 8, limit / 4, limit} {
		if s, err = attempt(settings, canary, patience); err == nil {
			break
		}
	}
	return s, err
}

func attempt(settings []string, canary *drive.Canary, patience time.Duration) (*session, error) {
	s := &session{}
	dir, environment, err := home()
	s.home = dir
	if err == nil {
		err = s.start(append(environment, settings...))
	}
	if err == nil {
		err = s.create(canary, patience)
	}
	if err != nil {
		s.end()
		return nil, fmt.Errorf("webkit: %w", err)
	}
	return s, nil
}

func (s *session) start(environment []string) error {
	// The driver does not report the port if it picks one itself.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	addr := l.Addr().(*net.TCPAddr)
	l.Close()
	s.server = "http://" + addr.String()
	s.process = exec.Command(driver(), fmt.Sprintf("--port=%d", addr.Port))
	s.process.Env = append(os.Environ(), environment...)
	if err := s.process.Start(); err != nil {
		s.process = nil
		return err
	}
	for end := time.Now().Add(limit); ; time.Sleep(10 * time.Millisecond) {
		if err = s.command("GET", s.server+"/status", nil, nil); err == nil || time.Now().After(end) {
			return err
		}
	}
}

func (s *session) create(canary *drive.Canary, patience time.Duration) error {
	var made struct {
		SessionID string
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.commandWithin(ctx, "POST", s.server+"/session", object{"capabilities": object{"alwaysMatch": object{
		"pageLoadStrategy": "none",
		"proxy":            object{"proxyType": "manual", "httpProxy": canary.Addr, "sslProxy": canary.Addr},
		"timeouts":         object{"script": limit.Milliseconds()},
	}}}, &made); err != nil {
		return err
	}
	s.url = s.server + "/session/" + made.SessionID
	return nil
}

// end ends the browser and removes its home directory.
func (s *session) end() {
	if s.url != "" {
		_ = s.command("DELETE", s.url, nil, nil) // it ends with its driver anyway
	}
	if s.process != nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait() // its exit code says nothing about the tests
	}
	_ = os.RemoveAll(s.home) // whatever is left is removed with the temporary folder
}

// post runs a command of the session.
func (s *session) post(path string, params, result any) error {
	if err := s.command("POST", s.url+path, params, result); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// command sends params as JSON and decodes the value of the answer into result
// (WebDriver §6.3). Both may be nil.
func (s *session) command(method, url string, params, result any) error {
	return s.commandWithin(context.Background(), method, url, params, result)
}

func (s *session) commandWithin(ctx context.Context, method, url string, params, result any) error {
	var body io.Reader
	if params != nil {
		data, err := json.Marshal(params)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		var fault struct {
			Value struct{ Error, Message string }
		}
		if json.Unmarshal(data, &fault) != nil {
			return fmt.Errorf("%s %q", resp.Status, data)
		}
		return fmt.Errorf("%s: %s", fault.Value.Error, fault.Value.Message)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(data, &struct{ Value any }{result})
}
