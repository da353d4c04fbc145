package protocol

// Preview shows what a file to share will hide.
type Preview struct {
	Rows     []PreviewRow      `json:"rows"`
	Messages int               `json:"messages"`
	Sizes    map[string]int64  `json:"sizes"` // by format, approximate, in bytes; a viewer's without the page
	Names    map[string]string `json:"names"` // of the files
	Known    int               `json:"known"` // pseudonyms of the private list that was loaded
	Own      []OwnDomain       `json:"own"`   // of the organisation, sorted by name
	Logs     int               `json:"logs"`  // mail logs that were read, which an archive and a viewer leave out
}

// OwnDomain is a domain of the organisation, which is redacted with all names
// below it.
type OwnDomain struct {
	Name string `json:"name"`
	Why  string `json:"why"`           // what tells that it is, in a few words
	Out  bool   `json:"out,omitempty"` // the user says that it is not
}

// PreviewRow is a text of the queue, and what replaces it in the file.
type PreviewRow struct {
	Before string  `json:"before"`
	After  []Piece `json:"after"`         // redacted parts are marked
	Out    bool    `json:"out,omitempty"` // left out
}

// Shared is a file that was made and waits to be saved.
type Shared struct {
	Name       string `json:"name"`
	Type       string `json:"type"`
	Format     string `json:"format"`
	Size       int64  `json:"size"`   // a viewer's without the page
	Stream     int    `json:"stream"` // where the page has it
	Messages   int    `json:"messages"`
	Matched    int    `json:"matched"`              // messages that match the query
	Logs       int    `json:"logs,omitempty"`       // mail logs that are left out
	Unreadable bool   `json:"unreadable,omitempty"` // the only message has neither header nor text: nothing was made

	// Whether it still contains something that should be hidden.
	Searched  int64       `json:"searched"` // bytes, unpacked and decoded; 0 if nothing is hidden
	Leaks     []ShareLeak `json:"leaks"`
	MoreLeaks int         `json:"moreLeaks,omitempty"` // not listed
}

// ShareLeak is a place in a file that contains something that should be hidden.
type ShareLeak struct {
	Where    string `json:"where"`              // "line 12", a file of an archive, "title and note"
	Category string `json:"category"`           // as share.Categories
	Encoding string `json:"encoding,omitempty"` // how it is written
	Found    string `json:"found"`
	Excerpt  string `json:"excerpt"`
}
