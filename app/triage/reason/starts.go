package reason

import "strings"

// starts has the rows of a table by the first byte of their texts, each list in the order of the
// table. A queue can have a status of its own for each message, and the tables are long.
type starts[T any] [256][]T

// startsOf indexes a table by what text returns for each row.
func startsOf[T any](rows []T, text func(*T) string) *starts[T] {
	var x starts[T]
	for i := range rows {
		first := text(&rows[i])[0]
		x[first] = append(x[first], rows[i])
	}
	return &x
}

// of returns the rows whose texts have the first byte of s.
func (x *starts[T]) of(s string) []T {
	if s == "" {
		return nil
	}
	return x[s[0]]
}

// containsStart reports whether one of the texts is anywhere in s.
func containsStart(s string, texts *starts[string]) bool {
	for i := range len(s) {
		for _, t := range texts[s[i]] {
			if strings.HasPrefix(s[i:], t) {
				return true
			}
		}
	}
	return false
}

// itself returns the text of a row that is nothing else.
func itself(s *string) string { return *s }
