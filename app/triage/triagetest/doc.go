// Package triagetest makes small queues for tests.
package triagetest
