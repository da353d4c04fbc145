// Package web makes the site: a folder of static files that works from any
// server and under any path, and a small server for it.
//
// The folder holds
//
//	index.html     the page, with the content security policy and the icons
//	boot.js        the Go runtime and the scripts of assets/, but sw.js, in one file
//	app.wasm       page and worker in one module
//	design.css     all styles of assets/, in one file
//	icon*          the page's icon
//	sample.tar.xz  the sample queue
//	spoolscope.html
//	               the site as one file, which the page copies with data inside
//	sw.js          the service worker, with the SHA-256 of all other files
//	manifest.webmanifest
//	               what an installed page is called and opens
//
// The browser keeps all of it for offline use, see sw.js: a version as a whole,
// after the user agreed to leave the one before. So files may be replaced one by
// one on the server, and a version that is half there is not taken. A server
// that changes files on the way (minifies, injects) makes them unfit to be kept;
// the site works all the same.
//
// The module is stored plain. A server that can should compress it on the way
// (Serve does): a file that is already compressed needs a server that says so,
// and many static ones do not.
//
// In the single file the module is gzip, as base64 in script elements that do not
// run. The browser unpacks it (DecompressionStream) and checks its CRC-32; boot.js
// says so when the file is damaged, or the browser cannot.
//
// This package turns a module into a site and knows nothing of Go. The module is
// built by scripts/toolchain, in a workspace whose go-app lacks its HTTP server:
// what ships has no net/http, and vet, staticcheck and the tests of the screens
// run in the same workspace.
//
// A viewer with data is the single file with more such elements (package element)
// before its </body>: queue.json says what it is, queue.tar.gz is the queue. The policy
// allows them because they do not run. On the disk the single file cannot fetch
// itself, so it carries its own frame: the page without style, script and
// elements, and puts that together again with those in its document.
package web
