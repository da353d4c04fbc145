package draw

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// SVGNamespace is that of all drawings.
const SVGNamespace = "http://www.w3.org/2000/svg"

// Icon draws symbol i-NAME of the sprite in index.html, 16 px. Classes are
// added to "icon": icon-s is 13 px, icon-l 20 px, spin turns.
func Icon(name string, class ...string) app.UI {
	return app.Elem("svg").XMLNS(SVGNamespace).Class("icon").Class(class...).Aria("hidden", "true").Body(
		app.Elem("use").XMLNS(SVGNamespace).Attr("href", "#i-"+name))
}

// SmallIcon is Icon at 13 px.
func SmallIcon(name string) app.UI { return Icon(name, "icon-s") }
