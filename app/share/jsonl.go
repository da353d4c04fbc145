package share

import (
	"bufio"
	"io"

	"github.com/spoolscope/spoolscope/app/words"
)

// JSONLines writes one Message per line, as JSON in UTF-8. The same selection
// gives the same bytes.
func JSONLines(w io.Writer, s Selection) error {
	out := bufio.NewWriterSize(w, 64<<10)
	e := words.JSON(out)
	t := s.texts()
	for _, i := range s.Rows {
		if err := e.Encode(s.message(t, i)); err != nil {
			return err
		}
	}
	return out.Flush()
}
