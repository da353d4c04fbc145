// Package ui draws the screens with go-app: answers in, actions out. It never
// parses and never holds the queue.
package ui
