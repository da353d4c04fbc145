package htmlmail

// Limits of what the page collects, which web/assets/mail.js gets with the source.
const (
	MaxLinks  = 1000    // links listed
	MaxLoads  = 2000    // remote addresses listed
	MaxRules  = 5000    // rules of style sheets that are applied
	MaxStyled = 200_000 // applications of a rule to an element
	MaxTime   = 1000    // milliseconds for style sheets; later ones are left out
)

// Limits are these limits as mail.js knows them.
type Limits struct {
	Links  int `json:"links"`
	Loads  int `json:"loads"`
	Rules  int `json:"rules"`
	Styled int `json:"styled"`
	Time   int `json:"time"`
}

// DefaultLimits are the limits of the page.
var DefaultLimits = Limits{MaxLinks, MaxLoads, MaxRules, MaxStyled, MaxTime}

// Facts are what the page found in a document before it removed everything active.
type Facts struct {
	Links     []Anchor `json:"links"`
	MoreLinks int      `json:"moreLinks"`
	Images    []string `json:"images"` // sources of the pictures, in the order of the document
	Loads     []Load   `json:"loads"`
	MoreLoads int      `json:"moreLoads"`
	Scripts   int      `json:"scripts"` // elements that are scripts or have handlers
	Forms     int      `json:"forms"`
	Frames    int      `json:"frames"` // and plug-ins
	Drawings  int      `json:"drawings"`
	Redirects int      `json:"redirects"`
	Unstyled  bool     `json:"unstyled"` // a limit left style sheets out
}

// Anchor is a link.
type Anchor struct {
	Text string `json:"text"`
	Href string `json:"href"` // as written, against the document's base
}

// Load is something that the document would have loaded.
type Load struct {
	URL   string `json:"url"`
	Kind  string `json:"kind"`  // image, style, font, script, frame, media, other
	Pixel bool   `json:"pixel"` // a picture that nobody would see
}
