package command

import (
	"github.com/spoolscope/spoolscope/app/words"
)

// printJSON prints an answer for programs, indented.
func (s *session) printJSON(answer any) error {
	out := words.JSON(s.stdout)
	out.SetIndent("", "  ")
	return out.Encode(answer)
}
