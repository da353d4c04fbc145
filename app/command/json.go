package command

import "encoding/json"

// printJSON prints an answer for programs, indented.
func (s *session) printJSON(answer any) error {
	out := json.NewEncoder(s.stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(answer)
}
