package words

import "strings"

// Mark is how a part of a marked text is set.
type Mark uint8

// The marks, and how they are written.
const (
	Plain Mark = iota
	Bold       // **text**
	Code       // `text`
)

// Run is a part of a marked text, all in one way.
type Run struct {
	Text string
	Mark Mark
}

// Marked splits a text in which **bold** and `code` are marked. Marks do not
// nest. A mark without an end, or with nothing inside, is text.
func Marked(s string) []Run {
	var runs []Run
	plain := 0 // s[plain:i] is text
	for i := 0; i < len(s); {
		mark, kind := "`", Code
		switch {
		case s[i] == '`':
		case strings.HasPrefix(s[i:], "**"):
			mark, kind = "**", Bold
		default:
			i++
			continue
		}
		inner, _, closed := strings.Cut(s[i+len(mark):], mark)
		if !closed || inner == "" {
			i++
			continue
		}
		if plain < i {
			runs = append(runs, Run{Text: s[plain:i]})
		}
		runs = append(runs, Run{inner, kind})
		i += len(inner) + 2*len(mark)
		plain = i
	}
	if plain < len(s) {
		runs = append(runs, Run{Text: s[plain:]})
	}
	return runs
}

// Unmarked returns a marked text for where nothing can be set apart: code stands in
// double quotes.
func Unmarked(s string) string {
	var b strings.Builder
	for _, r := range Marked(s) {
		if r.Mark == Code {
			b.WriteString(`"` + r.Text + `"`)
		} else {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

// Literal makes text of a queue safe inside a marked text: it is Visible, and
// the characters that marks are made of become others that look like them.
func Literal(s string) string { return lookalikes.Replace(Visible(s)) }

var lookalikes = strings.NewReplacer("*", "∗", "`", "ˋ")

// Piece is a part of a text. A varying part, such as an address, a host or a
// number taken out of a reason, is set apart on screen: ‹host›.
type Piece struct {
	Text string `json:"text"`
	Var  bool   `json:"var,omitempty"`
}

// Join returns the text of pieces, the varying parts in angle quotes.
func Join(pieces []Piece) string {
	if len(pieces) == 1 {
		return pieces[0].String()
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.String())
	}
	return b.String()
}

// String returns the text of a piece, in angle quotes if it varies.
func (p Piece) String() string {
	if !p.Var || strings.HasPrefix(p.Text, "‹") {
		return p.Text
	}
	return "‹" + p.Text + "›"
}
