package firefox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// limit is how long the browser may take to carry out a command.
const limit = drive.Limit

// conn is a BiDi session: commands, their numbered answers, and events.
type conn struct {
	net    net.Conn
	events func(method string, params json.RawMessage)

	mu      sync.Mutex
	last    int
	waiting map[int]chan<- answer
	gone    error // why the connection ended, nil while it lives
}

type answer struct {
	Result  json.RawMessage
	Error   string
	Message string
}

// dial connects to a URL. It calls events for each event in order; events must not
// wait for an answer.
func dial(url string, events func(method string, params json.RawMessage)) (*conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	n, early, _, err := ws.Dial(ctx, url)
	if err != nil {
		return nil, err
	}
	c := &conn{net: n, events: events, waiting: make(map[int]chan<- answer)}
	var in io.Reader = n
	if early != nil {
		in = early // bytes that arrived with the handshake
	}
	go c.read(struct {
		io.Reader
		io.Writer
	}{in, n})
	return c, nil
}

// read delivers answers and events until the connection ends.
func (c *conn) read(rw io.ReadWriter) {
	for {
		data, err := wsutil.ReadServerText(rw)
		var m struct {
			answer
			ID     *int
			Method string
			Params json.RawMessage
		}
		if err == nil {
			err = json.Unmarshal(data, &m)
		}
		if err != nil {
			c.end(err)
			return
		}
		if m.Method != "" {
			c.events(m.Method, m.Params)
		} else if m.ID != nil {
			c.mu.Lock()
			waiting := c.waiting[*m.ID]
			delete(c.waiting, *m.ID)
			c.mu.Unlock()
			if waiting != nil {
				waiting <- m.answer
			}
		}
	}
}

func (c *conn) end(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone = fmt.Errorf("the browser is gone: %w", err)
	for id, w := range c.waiting {
		delete(c.waiting, id)
		w <- answer{Error: "gone", Message: err.Error()}
	}
}

// call runs a command and decodes its answer into result, which may be nil.
func (c *conn) call(method string, params, result any) error {
	if err := c.try(method, params, result); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	return nil
}

func (c *conn) try(method string, params, result any) error {
	answered := make(chan answer, 1)
	c.mu.Lock()
	if c.gone != nil {
		defer c.mu.Unlock()
		return c.gone
	}
	c.last++
	id := c.last
	c.waiting[id] = answered
	data, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params})
	if err == nil {
		err = wsutil.WriteClientText(c.net, data)
	}
	c.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case a := <-answered:
		if a.Error != "" {
			return fmt.Errorf("%s: %s", a.Error, a.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(a.Result, result)
	case <-time.After(limit):
		return errors.New("no answer")
	}
}
