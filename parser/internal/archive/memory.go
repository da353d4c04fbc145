package archive

import (
	"fmt"
	"io"
	"sync"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// InMemory makes a Keeper that holds at most that many bytes.
func InMemory(limit int) hook.Keeper { return &memory{limit: limit} }

// memory is a Keeper in memory, up to a limit.
type memory struct {
	mu    sync.RWMutex
	data  []byte
	limit int
}

func (m *memory) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.data)+len(p) > m.limit {
		n := m.limit - len(m.data)
		m.data = append(m.data, p[:n]...)
		return n, fmt.Errorf("%w: %d MiB in memory", queue.ErrLimit, m.limit>>20)
	}
	m.data = append(m.data, p...)
	return len(p), nil
}

func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if off < 0 || off >= int64(len(m.data)) {
		return 0, io.EOF
	}
	n := copy(p, m.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
