// Package queuetest makes queues for tests, row by row, where no archive is
// needed to say what a test is about.
package queuetest

import "github.com/spoolscope/spoolscope/parser/internal/build"

// Builder adds rows to its Queue, whose columns the test then fills. The test
// says which rows count, in Order.
type Builder = build.Builder

// New starts an empty queue.
func New() *Builder { return build.New() }
