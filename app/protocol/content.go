package protocol

// Content is a message's text, for the Message tab.
type Content struct {
	Ref         int      `json:"ref"`
	From        string   `json:"from"`
	To          string   `json:"to"`
	Cc          string   `json:"cc"`
	Date        string   `json:"date"`
	Text        string   `json:"text"`     // plain text, as much as is shown
	TextFrom    string   `json:"textFrom"` // "text/plain, iso-8859-1"; "text/html shown as text"
	Cut         int64    `json:"cut"`      // bytes of the text not shown
	HTML        bool     `json:"html"`     // there is HTML to look at
	Parts       []Part   `json:"parts"`    // the MIME tree, depth first
	Attachments []Part   `json:"attachments"`
	Notes       []string `json:"notes"` // "body missing", "first 32 KiB only" …
	Quoted      bool     `json:"-"`
}

// Part is a node of the MIME tree.
type Part struct {
	Path    string `json:"path"` // "1.2": what PartRequest takes
	Depth   int    `json:"depth"`
	Type    string `json:"type"`
	Charset string `json:"charset,omitempty"`
	Name    string `json:"name"` // a safe file name, never empty for attachments
	Size    int64  `json:"size"` // decoded
	Inline  bool   `json:"inline"`
	// Of attachments:
	Kind  string `json:"kind,omitempty"`  // of a picture, by its bytes: "PNG, 640 × 480"; or why it is not drawn
	Thumb string `json:"thumb,omitempty"` // its address if it may be drawn, data:…
}

// Source is a window of the message as sendmail would send it.
type Source struct {
	Ref     int      `json:"ref"`
	From    int      `json:"from"` // number of the first line, from 0
	Lines   []string `json:"lines"`
	Total   int      `json:"total"` // lines in all; -1 if not counted to the end
	Bytes   int64    `json:"bytes"`
	Cut     bool     `json:"cut"`
	Missing string   `json:"missing,omitempty"` // why there is no body
}
