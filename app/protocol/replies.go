package protocol

// ReplyTable groups what servers said.
type ReplyTable struct {
	Rows   []ReplyRow   `json:"rows"`             // without groups
	Groups []ReplyGroup `json:"groups,omitempty"` // as asked for by By
	Shown  int          `json:"shown"`            // different replies in Rows or Groups
	Codes  int          `json:"codes"`            // different replies in all
	Lines  int          `json:"lines"`            // reply lines in all
	More   int          `json:"more,omitempty"`   // groups that are left out
}

// Ways to group replies: RepliesRequest.By.
const (
	ByAction = "action"
	ByCode   = "code"
	ByServer = "server"
)

// ReplyGroup is replies that have something in common: what to do about them,
// their code, or who said it.
type ReplyGroup struct {
	Key      string     `json:"key"` // "here", "550", "mx.example.org"
	Title    string     `json:"title"`
	Advice   string     `json:"advice,omitempty"`
	Messages int        `json:"messages"` // that have one of them
	Query    string     `json:"query"`
	Rows     []ReplyRow `json:"rows"` // the first ones, with their counts within the group
}

// ReplyRow is what servers said in the same words, each reply with all its
// lines, and what to do about it.
type ReplyRow struct {
	Code      string    `json:"code"`
	Enhanced  string    `json:"enhanced,omitempty"`
	Temporary bool      `json:"temporary"`
	Echo      bool      `json:"echo,omitempty"` // it only follows from a refusal before it
	Action    string    `json:"action"`         // as action: in a query names it
	Meaning   string    `json:"meaning"`        // in a few words
	Standard  string    `json:"standard"`       // the wording of the standard
	Advice    string    `json:"advice"`
	Reason    []Piece   `json:"reason"`           // the sample's text in one line, with varying parts marked
	Text      [][]Piece `json:"text"`             // the sample's lines as received, with varying parts marked
	Sample    string    `json:"sample"`           // one whole reply as received, its lines joined
	SeenIn    string    `json:"seenIn"`           // "status", "bounces", "both"
	Servers   []TopRow  `json:"servers"`          // who said it, at most 5
	Others    int       `json:"others,omitempty"` // servers beside those
	Messages  int       `json:"messages"`
	Lines     int       `json:"lines"` // in bounces, as grep "<<<" counts
	Query     string    `json:"query"`
}
