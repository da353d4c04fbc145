package command

// reportCommand writes a page for non-administrators.
type reportCommand struct {
	input      `embed:""`
	Redact     string   `placeholder:"LIST" help:"What to redact: ${categories} or all."`
	Own        []string `placeholder:"DOMAIN" help:"A domain of your organisation, in addition to those found in the queue; --own=-DOMAIN removes one."`
	Map        string   `placeholder:"FILE" help:"Keep originals and their pseudonyms in this private file; if it exists, its pseudonyms are reused."`
	Output     string   `short:"o" placeholder:"FILE" help:"Write to this file."`
	AllowLeaks bool     `help:"Write the file even if something to redact is still found in it."`
}

// Run writes the same bytes as an export in this format.
func (c *reportCommand) Run(s *session) error {
	return (&exportCommand{Source: c.Source, choice: c.choice, Format: "report", Redact: c.Redact, Own: c.Own, Map: c.Map, Output: c.Output, AllowLeaks: c.AllowLeaks}).Run(s)
}
