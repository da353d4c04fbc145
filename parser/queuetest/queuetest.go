// Package queuetest makes queues for tests, row by row, where a test does not
// need an archive. It opens the loader's builder to other packages' tests.
package queuetest

import "github.com/spoolscope/spoolscope/parser/internal/build"

// Builder adds rows to its Queue, whose columns the test then fills. The test
// sets Order, which lists the rows that count.
type Builder = build.Builder

// New starts an empty queue.
func New() *Builder { return build.New() }
