// Package webkit drives WebKitGTK by W3C WebDriver: WebKitWebDriver starts
// WebKit's MiniBrowser on a screen in memory.
//
// Notable limits of this engine's WebDriver: it tells neither the console nor
// requests nor exceptions, and runs no script before a page's own. So the page
// is asked to note its faults as soon as its document is there, and a script
// that has to be first stands in a copy of the file. Requests are counted where
// they would arrive.
package webkit
