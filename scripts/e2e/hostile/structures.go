package hostile

import "strings"

// each makes one message for each value, which replaces %s.
func each(message string, values ...string) []string {
	var out []string
	for _, v := range values {
		out = append(out, strings.ReplaceAll(message, "%s", v))
	}
	return out
}

// spoken are values of header fields that are markup or look like something
// else.
var spoken = []string{
	`<script>{S}</script>`, `<img src=x onerror={Q}>`, `"><svg onload={Q}>`, `'-{Q}-'`, `</title><script>{S}</script>`, "=?utf-8?B?PGltZyBzcmM9eCBvbmVycm9yPWhpdCgxKT4=?=", "=?utf-8?Q?=3Cscript=3Ehit(1)=3C/script=3E?=", "=?utf-7?Q?+ADw-script+AD4-hit(1)+ADw-/script+AD4-?=",
	"=?utf-8?Q?=E2=80=AEgpj.exe?=", "=?utf-8?Q?a=0D=0AX-Injected:_1?=", "=?utf-8?Q?=00=1B]0;owned=07?=", "=?utf-8?B?4oCL4oCM4oCN77u/?=", `javascript:{Q}`, `{U}/`, `**bold** ` + "`code`" + ` [x](javascript:{Q})`, strings.Repeat("W", 5000), "\xff\xfe<script>{S}</script>", `{{constructor.constructor('{Q}')()}}`, `${{Q}}`, "=?utf-8?Q?=F0=9F=8F=B3=EF=B8=8F=E2=80=8D=F0=9F=8C=88_=D7=A9=D7=9C=D7=95=D7=9D_=E0=B8=81=E0=B9=89=E0=B9=89=E0=B9=89=E0=B9=89?=",
}

const attached = "Subject: file\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"%s\"\n\nx\n--b--\n"

// structures are payloads in headers and in the structure of a message: a header,
// an empty line and a body.
var structures = []group{
	{"subject", each("Subject: %s\n\nhello\n", spoken...)},
	{"sender", each("From: \"%s\" <spam@payload.example>\nTo: %s\nSubject: address\n\nhello\n", spoken[:12]...)},
	{"header field", append(each("Subject: field\nX-Mailer: %s\nReceived: from %s by x\n\nhello\n", spoken[:8]...),
		"Subject: names\n<script>{S}</script>: x\nX-<img/src=x/onerror={Q}>: y\n\nhello\n", "Subject: folded\n <script>\n\t{S}\n </script>\n\nhello\n", "Date: <svg/onload={Q}>\nMessage-ID: <\"><script>{S}</script>@x>\nList-Unsubscribe: <javascript:{Q}>\nSubject: ids\n\nhello\n")},
	{"text", each("Subject: text\nContent-Type: text/plain; charset=utf-8\n\n%s\n", `<script>{S}</script>`, `<img src=x onerror={Q}>`, "> <iframe src={U}>\n>>> <b>", "\u202eevil\u2066x\u200b\ufeff", strings.Repeat("\u0e49", 3000), strings.Repeat("A", 100_000), "\x1b[2J\x1b]8;;{U}\x07click\x1b]8;;\x07", "see {U}/ and javascript:{Q}", strings.Repeat("x   y\n", 3000))},
	{"file name", each(attached, `<script>{S}</script>.txt`, `"><img src=x onerror={Q}>`, `../../../etc/passwd`, `C:\\Windows\\x.exe`, `invoice.pdf.exe`, `con`, `.htaccess`, "=?utf-8?Q?cod=E2=80=AExt.exe?=", strings.Repeat("n", 5000), `a\r\nb`, `x%00.png`, `-rf`, `{U}/x.html`, `plan.svg`, `x.html`, "\xff\xfe.txt")},
	{"MIME", []string{
		"Subject: nested\nContent-Type: message/rfc822\n\nSubject: <img src=x onerror={Q}>\nContent-Type: text/html\n\n<script>{S}</script>inner\n",
		"Subject: alternative\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<script>{S}</script>\n--b--\n",
		"Subject: related\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src=cid:x><img src=cid:y><link rel=stylesheet href=cid:z>\n--b\nContent-Type: image/svg+xml\nContent-ID: <x>\n\n<svg xmlns='http://www.w3.org/2000/svg' onload='{Q}'/>\n--b\nContent-Type: image/png\nContent-ID: <y>\n\n<script>{S}</script>\n--b\nContent-Type: text/css\nContent-ID: <z>\n\n@import '{U}/z.css'\n--b--\n",
		"Subject: location\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Base: {U}/\nContent-Location: {U}/a.html\n\n<img src=b.png>\n--b--\n",
		"Subject: charset\nContent-Type: text/html; charset=utf-7\n\n+ADw-script+AD4-{S}+ADw-/script+AD4-\n", "Subject: charset\nContent-Type: text/html; charset=iso-2022-jp\n\n<a title=\"\x1b$B\">\x1b(B<img src=x onerror={Q}>\n", "Subject: charset\nContent-Type: text/html; charset=x-user-defined\n\n\xbcscript\xbe{S}\xbc/script\xbe\n",
		"Subject: utf-16\nContent-Type: text/html; charset=utf-16le\n\n<\x00s\x00c\x00r\x00i\x00p\x00t\x00>\x00h\x00i\x00t\x00(\x001\x00)\x00<\x00/\x00s\x00c\x00r\x00i\x00p\x00t\x00>\x00", "Subject: base64\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHNjcmlwdD50b3AucG9zdE1lc3NhZ2UoJ3JhbicsJyonKTwvc2NyaXB0Pg==\n",
		"Subject: type\nContent-Type: text/html; charset=\"><script>{S}</script>\"\n\n<b>x\n", "Subject: type\nContent-Type: <script>{S}</script>\n\n<b>x\n", "Subject: type\nContent-Type: text/xml\n\n<?xml-stylesheet href='{U}/x.xsl'?><x xmlns='http://www.w3.org/1999/xhtml'><script>{S}</script></x>\n", "Subject: type\nContent-Type: application/xhtml+xml\n\n<html xmlns='http://www.w3.org/1999/xhtml'><script>{S}</script></html>\n", "Subject: type\nContent-Type: image/svg+xml\n\n<svg xmlns='http://www.w3.org/2000/svg' onload='{Q}'/>\n",
		"Subject: boundary\nContent-Type: multipart/mixed; boundary=\"<script>{S}</script>\"\n\n--<script>{S}</script>\nContent-Type: text/html\n\n<img src=x onerror={Q}>\n", "Subject: twice\nContent-Type: text/plain\nContent-Type: text/html\n\n<script>{S}</script>\n", "Subject: external\nContent-Type: message/external-body; access-type=URL; URL=\"{U}/x\"\n\nContent-Type: text/html\n\n", "Subject: enriched\nContent-Type: text/enriched\n\n<bold>x</bold><param><script>{S}</script></param>\n",
		"Subject: calendar\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nATTACH:{U}/x\nDESCRIPTION:<script>{S}</script>\nEND:VCALENDAR\n", "Subject: deep\nContent-Type: multipart/mixed; boundary=b0\n\n" + deep(30), "Subject: id\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src='cid:\"onerror={Q} '>\n--b\nContent-Type: image/gif\nContent-ID: <\"onerror={Q} >\nContent-Transfer-Encoding: base64\n\nR0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7\n--b--\n",
		"Subject: huge picture\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src=cid:p>\n--b\nContent-Type: image/png\nContent-ID: <p>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUgAA//8AAP//CAYAAAA=\n--b--\n", "Subject: tnef\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+IgEAAv//////////\n", "Subject: yenc\n\n=ybegin line=128 size=99 name=<script>{S}</script>\n*+,\n=yend size=99\n", "Subject: uuencode\n\nbegin 644 <img src=x onerror={Q}>\n#86)C\n`\nend\n",
	}},
}

// deep is HTML inside n multiparts.
func deep(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("--b" + strings.Repeat("0", i) + "0\nContent-Type: multipart/mixed; boundary=b" + strings.Repeat("0", i+1) + "0\n\n")
	}
	return b.String() + "--b" + strings.Repeat("0", n) + "0\nContent-Type: text/html\n\n<script>{S}</script>\n"
}
