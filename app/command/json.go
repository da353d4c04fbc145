package command

import (
	"encoding/json"

	"github.com/spoolscope/spoolscope/app/words"
)

// printJSON prints an answer for programs, indented.
func (s *session) printJSON(answer any) error {
	out := json.NewEncoder(words.JSON(s.stdout))
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(answer)
}
