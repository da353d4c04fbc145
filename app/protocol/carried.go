package protocol

// Carried describes the queue that a viewer carries: the part of queue.json,
// which stands beside the archive in the page.
type Carried struct {
	Name   string `json:"name"` // of what it was made from
	Title  string `json:"title,omitempty"`
	Note   string `json:"note,omitempty"`
	Taken  int64  `json:"taken"`            // 0 unknown
	Hidden string `json:"hidden,omitempty"` // a list that redact.Parse reads
	// Messages are in the file, of Total.
	Messages int `json:"messages"`
	Total    int `json:"total"`
	// Where to open it: a fragment of the page, the filter and the message.
	View  string `json:"view,omitempty"`
	Query string `json:"query,omitempty"`
	ID    string `json:"id,omitempty"`
}
