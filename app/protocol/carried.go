package protocol

// Carried describes the queue that a viewer carries: the part of queue.json,
// stored next to the archive in the page.
type Carried struct {
	Name   string `json:"name"` // of its source
	Title  string `json:"title,omitempty"`
	Note   string `json:"note,omitempty"`
	Taken  int64  `json:"taken"`            // 0 if unknown
	Hidden string `json:"hidden,omitempty"` // a list that redact.Parse reads
	Logs   int    `json:"logs,omitempty"`   // mail logs that are left out
	// Messages is how many of Total are in the file.
	Messages int `json:"messages"`
	Total    int `json:"total"`
	// Where to open it: a fragment of the page, the filter and the message.
	View  string `json:"view,omitempty"`
	Query string `json:"query,omitempty"`
	ID    string `json:"id,omitempty"`
}
