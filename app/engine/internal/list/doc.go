// Package list answers pages of messages and what helps to narrow them down:
// facets, and completions of a filter that is being typed.
package list
