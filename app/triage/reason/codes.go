package reason

import (
	"github.com/spoolscope/spoolscope/app/words"
	"strings"
)

// ReplyText returns a reply in full, white space folded: code, enhanced code and
// text. It is the value of reply: in a query.
func ReplyText(r *Reason) string {
	return strings.Join(strings.Fields(r.CodeText()+" "+r.EnhancedText()+" "+words.Join(r.Text)), " ")
}

// CodeText returns the reply code, "" without one.
func (r *Reason) CodeText() string {
	if !r.Code.Valid() {
		return ""
	}
	return r.Code.String()
}

// EnhancedText returns the enhanced code, "" without one.
func (r *Reason) EnhancedText() string {
	if r.Enhanced.Class == 0 {
		return ""
	}
	return r.Enhanced.String()
}
