package drive

import (
	"fmt"
	"net"
	"slices"
	"sync"
)

// Canary stands for the hosts that queues name: whatever a page makes of a
// queue, it must never be called.
type Canary struct {
	Addr   string
	listen net.Listener

	mu   sync.Mutex
	came []string
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

// serve notes the first bytes of each connection: they tell who was called.
func (c *Canary) serve() {
	for {
		conn, err := c.listen.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			head := make([]byte, 4096) // a TLS greeting with the name in it
			n, _ := conn.Read(head)
			c.mu.Lock()
			c.came = append(c.came, fmt.Sprintf("%q", head[:n]))
			c.mu.Unlock()
		}()
	}
}

// Came returns the first bytes of each connection so far, each text once.
func (c *Canary) Came() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	came := slices.Clone(c.came)
	slices.Sort(came)
	return slices.Compact(came)
}

// Close stops listening.
func (c *Canary) Close() { c.listen.Close() }
