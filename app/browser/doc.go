// Package browser is the boundary between Go and JavaScript. On the page it is
// the screens' Platform: files, drag and drop, downloads, clipboard, keys,
// scrolling. In the worker it runs the engine and gives it files to read and
// places to keep what it decoded.
//
// One module plays both roles; InWorker says which. Page and worker talk in
// messages (see wire_js.go): JSON for requests and answers, transferred buffers
// for bytes. The page reads files for the worker, because WebKit cannot read a
// Blob inside a worker when the page came from file://.
//
// JavaScript is reached through safejs only, so that an exception is an error
// and not a panic. Every function passed to JavaScript recovers from panics.
// Those that answer one promise are released when it is settled, those that
// listen to the document live as long as the page.
package browser
