// Package drive is the tests' view of a browser of any engine: open a page, click,
// type and drop files on it, and read what it shows. A package for each engine
// implements it. Package drive also serves the site, and stands in for the rest of
// the network to record every call.
package drive
