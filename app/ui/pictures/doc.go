// Package pictures draws the two pictures of the Overview, source and obstacle
// and when it began, with their tables, lists and fields. Package picture has
// the geometry; here are the links, the keys and the pointer.
package pictures
