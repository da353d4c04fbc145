package drive

import (
	"fmt"
	"net"
	"slices"
	"sync"
)

// Canary is a server in place of all hosts that queues name. No page may ever call
// it.
type Canary struct {
	Addr   string
	listen net.Listener

	mu    sync.Mutex
	calls []string
}

// NewCanary listens on a free port.
func NewCanary() (*Canary, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &Canary{Addr: l.Addr().String(), listen: l}
	go c.serve()
	return c, nil
}

// serve records the first bytes of each connection, which name the host.
func (c *Canary) serve() {
	for {
		conn, err := c.listen.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			head := make([]byte, 4096) // enough for a TLS ClientHello with the server's name
			n, _ := conn.Read(head)
			c.mu.Lock()
			c.calls = append(c.calls, fmt.Sprintf("%q", head[:n]))
			c.mu.Unlock()
		}()
	}
}

// Calls returns the first bytes of each connection so far, quoted and sorted,
// without repetitions.
func (c *Canary) Calls() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	calls := slices.Clone(c.calls)
	slices.Sort(calls)
	return slices.Compact(calls)
}

// Close stops listening.
func (c *Canary) Close() { c.listen.Close() }
