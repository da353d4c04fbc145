package share

import (
	"github.com/spoolscope/spoolscope/app/words"
	"golang.org/x/net/html"
)

// node is an element with a class, unless that is "", and children.
func node(tag, class string, body ...*html.Node) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: tag}
	if class != "" {
		with(n, "class", class)
	}
	for _, c := range body {
		n.AppendChild(c)
	}
	return n
}

// with adds attributes, given as alternating names and values.
func with(n *html.Node, attributes ...string) *html.Node {
	for i := 0; i+1 < len(attributes); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attributes[i], Val: attributes[i+1]})
	}
	return n
}

func text(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

// after is before and s; nothing if s is "".
func after(before, s string) *html.Node {
	if s == "" {
		return text("")
	}
	return text(before + s)
}

func badge(label string, permanent bool) *html.Node {
	if permanent {
		return node("span", "badge fail", text(label))
	}
	return node("span", "badge", text(label))
}

// prose is a text with words.Marked marks.
func prose(s string) (out []*html.Node) {
	for _, r := range words.Marked(s) {
		switch r.Mark {
		case words.Bold:
			out = append(out, node("b", "", text(r.Text)))
		case words.Code:
			out = append(out, node("code", "", text(r.Text)))
		default:
			out = append(out, text(r.Text))
		}
	}
	return out
}

// reportStyle covers screens of all sizes, light and dark, and paper.
const reportStyle = `
:root{--bg:#f4f5f7;--surface:#fff;--line:#e3e6ec;--ink:#14171f;--ink-2:#424957;--ink-3:#5d6675;--code:#f6f7f9;--defer:#854700;--defer-bg:#fdf2df;--fail:#ad1f1b;--fail-bg:#fdeeec}
@media screen and (prefers-color-scheme:dark){:root{--bg:#0d0f13;--surface:#14171d;--line:#252a34;--ink:#e9ebf0;--ink-2:#b6bdc9;--ink-3:#909aaa;--code:#101318;--defer:#f2bb66;--defer-bg:#2a200f;--fail:#ff9a92;--fail-bg:#311817}}
*{box-sizing:border-box;margin:0;padding:0}
body{background:var(--bg);color:var(--ink);font:15px/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans",Ubuntu,"Liberation Sans",Arial,sans-serif}
main{max-width:820px;margin:24px auto;padding:clamp(22px,5vw,52px);border:1px solid var(--line);border-radius:10px;background:var(--surface);overflow-wrap:anywhere}
.meta{display:flex;flex-wrap:wrap;gap:2px 16px;justify-content:space-between;padding-bottom:12px;border-bottom:2px solid var(--ink);color:var(--ink-2);font-size:13px}
h1{margin:26px 0 10px;font-size:clamp(22px,3.4vw,28px);line-height:1.2;letter-spacing:-.02em}
h2{margin:30px 0 10px;font-size:17px}
.lead{color:var(--ink-2);font-size:17px;line-height:1.55}
p+p{margin-top:.6em}
.dim,footer{color:var(--ink-3);font-size:12px}
.figures{display:flex;flex-wrap:wrap;margin-top:20px;border:1px solid var(--line);border-radius:6px}
.figures div{flex:1 0 140px;padding:10px 14px}
.figures dt,.figures dd{color:var(--ink-3);font-size:12px}
.short{display:grid;grid-template-columns:150px 1fr;gap:8px 16px;margin-top:20px}
.short dt{font-weight:600}
.figures b{color:var(--ink);font-size:20px;font-weight:600;line-height:1.35}
table{width:100%;border-collapse:collapse;font-size:13px;line-height:1.4}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:5px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th:first-child{padding-left:0;font-weight:600;max-width:220px}
thead th{color:var(--ink-3);font-size:11px;font-weight:400}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.badge{display:inline-block;padding:0 6px;border-radius:4px;background:var(--defer-bg);color:var(--defer);font-size:12px;line-height:20px;white-space:nowrap}
.fail{background:var(--fail-bg);color:var(--fail)}
code{padding:1px 4px;border-radius:4px;background:var(--code);font:12px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
.sample{display:block;margin-top:3px;color:var(--ink-2)}
.todo{padding-left:1.5em}
.todo li+li{margin-top:8px}
.codes{display:grid;grid-template-columns:116px 1fr;gap:8px 16px}
.codes dt{font:13px/1.85 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
footer{margin-top:32px;padding-top:14px;border-top:1px solid var(--line)}
@media (max-width:640px){main{margin:0;border:0;border-radius:0}thead{position:absolute;clip-path:inset(50%)}tr{display:block;padding:8px 0;border-bottom:1px solid var(--line)}th,td{display:block;border:0;padding:1px 0;text-align:left}td.num{display:inline-block;margin-right:12px}.codes,.short{grid-template-columns:1fr;gap:0}.short dd{margin-bottom:10px}.codes dd{margin-bottom:10px}}
@media print{@page{margin:14mm}body{background:none;font-size:12px}main{max-width:none;margin:0;padding:0;border:0}h1{margin:12px 0 6px;font-size:22px}h2{margin:14px 0 5px;font-size:14px;break-after:avoid}.lead{font-size:14px}.figures,.short{margin-top:10px}.short{gap:4px 16px}tr,li,dd{break-inside:avoid}.badge{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
