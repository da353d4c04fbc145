// Package drive is how the tests see a browser, whichever it is: a page that
// is opened, clicked, typed and dropped on, and asked what it shows. The
// engines' own packages do it. It also serves the site, and stands for the rest
// of the network to count who asks for it.
package drive
