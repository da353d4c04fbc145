// Package picture lays out the two pictures of a queue: source and obstacle
// (Flow), and when it began (Timeline). It turns an answer of the engine into
// finished coordinates and, from these, into a tree of SVG elements. The screens
// put links into the tree; SVG writes it as it is, for a report.
//
// Pictures are fluid without a script: marks and text are placed at percentages
// of the width, bands and bars in nested svg elements that stretch. Text is
// never scaled. Only heights are computed, in pixels.
package picture
