package web

// Vendored is a script by others that the page contains as they released it.
type Vendored struct {
	Name, Version string
	SHA256        string // of its file, in hexadecimal digits
	License       string // SPDX identifier of the license under which it is used
	Package       string // package URL, by which bills of materials know it
}

// Purify is DOMPurify, dist/purify.min.js, in the asset purify.js. It removes from
// HTML mail what could run.
var Purify = Vendored{
	Name: "DOMPurify", Version: "3.4.14", License: "Apache-2.0", Package: "pkg:npm/dompurify@3.4.14",
	SHA256: "c2f26ea4fc0d88141c9aa430eb515ac86fce59418ceebd85fa475b87a8d6c3e6",
}
