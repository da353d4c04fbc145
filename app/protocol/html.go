package protocol

// HTMLRequest asks for the HTML of a message, to be made safe and shown.
type HTMLRequest struct {
	Ref int `json:"ref"`
}

// HTML is the HTML part of a message as its sender wrote it, decoded. It must
// never become part of a page as it is.
type HTML struct {
	Ref    int           `json:"ref"`
	Source string        `json:"source"`
	Cut    int64         `json:"cut"`           // bytes left out
	Why    string        `json:"why,omitempty"` // why it must not be drawn: then there is no Source
	Images []InlineImage `json:"images"`
}

// InlineImage is a part that HTML can name as "cid:ID".
type InlineImage struct {
	ID   string `json:"id"`
	Data []byte `json:"data,omitempty"`
	Why  string `json:"why,omitempty"` // why it is not drawn: then there is no Data
}
