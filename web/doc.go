// Package web makes the site: a folder of static files that works from any
// server and under any path, and a small server for it.
//
// The folder holds
//
//	index.html     the page, with the content security policy and the icons
//	boot.js        the Go runtime, DOMPurify and the scripts of assets/, except sw.js, in one file
//	app.wasm       page and worker in one module
//	design.css     all styles of assets/, in one file
//	icon*          the page's icon
//	sample.tar.xz  the sample queue
//	spoolscope.html
//	               the site as one file, which the page copies with data inside
//	sw.js          the service worker, with the SHA-256 of all other files
//	manifest.webmanifest
//	               the name of an installed page and the files that it opens
//
// The browser keeps all of it for offline use, see sw.js: each version as a whole,
// once the user has agreed to replace the previous one. So files may be replaced one
// by one on the server, and an incomplete version is never used. A server that
// changes files in transit (minifies, injects) prevents them from being kept; the
// site still works.
//
// The module is stored uncompressed. A server should compress it in transit if it
// can (Serve does): a file that is stored compressed needs a server that declares
// the encoding, and many static servers do not.
//
// In the single file the module is gzip, as base64 in script elements that do not
// run. The browser unpacks it (DecompressionStream) and checks its CRC-32; boot.js
// says so when the file is damaged, or the browser cannot.
//
// HTML mail is made safe by DOMPurify (purify.js, as its authors released it; license in
// purify.LICENSE) and mail.js, and shown in a frame with an empty sandbox. A frame
// inherits the policy of its page, so that allows what mail needs and a page does
// not use: styles of elements (style-src-attr). They can load nothing.
//
// This package turns a module into a site and knows nothing about Go. The module is
// built by scripts/toolchain, in a workspace whose go-app lacks its HTTP server: the
// page contains no net/http, and vet, staticcheck and the tests of the screens run in
// the same workspace.
//
// A viewer with data is the single file with more such elements (package element)
// before its </body>: queue.json says what it is, queue.tar.gz is the queue. The policy
// allows them because they do not run. From disk, the single file cannot fetch
// itself, so it contains its own frame, the page without style, script and elements,
// and reassembles itself from that and the elements in its document.
package web
