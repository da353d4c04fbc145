package protocol

// Pipeline is what a grep pipeline prints.
type Pipeline struct {
	Lines    []PipelineLine `json:"lines"`    // in the order of the C locale, or of the messages
	Listings int            `json:"listings"` // of statuses: listings that were counted
	Unsafe   int            `json:"unsafe"`   // of purge: messages left out because their names are unsafe in a shell
}

// PipelineLine is a line as it is in the files, and how often it occurs.
type PipelineLine struct {
	Text  []byte `json:"text"`
	Count int    `json:"count"`
}

// Written is a text that the engine wrote to a sink.
type Written struct {
	Stream int   `json:"stream"` // where the page has it
	Size   int64 `json:"size"`
}
