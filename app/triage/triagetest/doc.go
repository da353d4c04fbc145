// Package triagetest makes small queues for tests: a test names only what matters
// to it of each message, such as its status and age. All are captured at one time.
package triagetest
