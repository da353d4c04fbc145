// Package content reads one message: its header, its MIME tree, the text a
// person would read and the files it carries.
//
// It follows RFC 5322 (header), RFC 2045 and 2046 (MIME), RFC 2047 (encoded
// words), RFC 2231 (parameters), RFC 2183 (disposition) and RFC 3676
// (format=flowed), and diverges where mail found in queues does:
//
//   - MIME applies without a MIME-Version field.
//   - Line ends are LF or CRLF, as sendmail keeps bodies with LF
//     (formats/sendmail.md §3.1).
//   - A missing end boundary, a header line without a colon, broken base64 and
//     quoted-printable, or an unknown charset never hide the rest.
//   - iso-8859-1 and us-ascii are read as windows-1252, as browsers do.
//   - A file inside plain text, in uuencode or yEnc, is a part of its own, and so
//     is each file inside a winmail.dat (TNEF).
//
// Nothing here is HTML for a page: HTML is turned into plain text.
//
// The body is never held in memory. It is read once from front to back, up to
// [Options].MaxScan bytes, to find the parts; text is kept up to
// [Options].MaxText bytes, and a part's bytes are decoded while they are read
// from [Message.Open].
package content
