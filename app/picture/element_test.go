package picture

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/picture/picturetest"
)

// A picture for a report is well-formed, refers to nothing and can share a page
// with another one.
func TestSVG(t *testing.T) {
	f := picturetest.Flow(t)
	f.Sources[0].Name = `<b onload="x">&'"`
	flow, when := LayFlow(f, Paper), LayTimeline(picturetest.Timeline(t), Wide)
	for _, e := range []Element{flow.Draw(), when.Draw()} {
		text := e.SVG(`"what" <it> shows`)
		d := xml.NewDecoder(strings.NewReader(text))
		texts := ""
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			switch token := token.(type) {
			case xml.StartElement:
				if name := token.Name.Local; name == "a" || name == "title" || name == "b" || name == "use" {
					t.Errorf("a report's picture has <%s>", name)
				}
				for _, a := range token.Attr {
					if n := a.Name.Local; n == "id" || n == "style" || n == "href" || n == "onload" {
						t.Errorf("a report's picture has %s=%q", n, a.Value)
					}
				}
			case xml.CharData:
				texts += string(token)
			}
		}
		if e.Class == "flow" && !strings.Contains(texts, `<b onload="x">&'"`) {
			t.Errorf("the hostile name is not a text: %s", texts)
		}
	}
}
