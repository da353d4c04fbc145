package picture

// Style is what a document needs to show pictures written by Element.SVG: on
// screens, light and dark, and on paper. The margin left of a timeline is for the
// labels of its axis. Style uses the variables --surface, --line, --ink, --ink-2 and
// --ink-3 of the document.
const Style = `
:root{--k-bounce:#3f4859;--k-mail:#8290a6;--k-quar:#8a5cdb;--on-bounce:#fff;--on-mail:#11141b;--rib:.34;--p-defer:#dd9423;--p-ok:#2e8b4d;--p-fail:#d6453d;--p-lost:#778293;--p-now:#2947c7}
@media screen and (prefers-color-scheme:dark){:root{--k-bounce:#b6bfce;--k-mail:#66748b;--k-quar:#9a77e6;--on-bounce:#14171d;--on-mail:#fff;--rib:.36;--p-now:#9bb0ff}}
.flow,.when{display:block;overflow:visible;font-size:12px;line-height:1.3}
.when{width:calc(100% - 36px);margin-left:36px}.when-logged{width:calc(100% - 58px);margin-left:58px}
.flow text,.when text{fill:var(--ink);font-variant-numeric:tabular-nums}
.flow .ch,.flow .fh,.flow .sub,.when .ax{fill:var(--ink-3);font-size:11px}
.flow .ch{font-weight:600;fill:var(--ink-2)}.flow .b{font-weight:600}
.flow .icon{fill:none;stroke:var(--ink-3);stroke-width:1.7}.flow .hit{fill:none}
.kb{fill:var(--k-bounce);--k:var(--k-bounce);--on-k:var(--on-bounce)}.km{fill:var(--k-mail);--k:var(--k-mail);--on-k:var(--on-mail)}.kq{fill:var(--k-quar);--k:var(--k-quar);--on-k:#fff}
.flow .node{fill:var(--ink-3)}.flow .fk .node{fill:var(--k)}
.flow .st-defer .node,.flow .st-held .node,.flow .st-proc .node{fill:var(--p-defer)}.flow .st-fail .node{fill:var(--p-fail)}.flow .st-quar .node{fill:var(--k-quar)}.flow .st-lost .node{fill:var(--p-lost)}
.flow .fk text{fill:var(--on-k)}.flow .fk .big{font-size:16px;font-weight:600}.flow .fk .pc{font-size:12px;font-weight:400}
.rib path{fill:var(--k);fill-opacity:var(--rib)}
.when .grid,.when .day{stroke:var(--line)}.when .base{stroke:var(--ink-3)}
.when .gv{fill:var(--line);fill-opacity:.5;stroke:var(--ink-3);stroke-dasharray:3 2;vector-effect:non-scaling-stroke}.when .gb{stroke:none;fill-opacity:1}
.when .tr{fill:var(--ink-3)}.when .t1{opacity:.28}.when .t2{opacity:.58}
.dl{fill:var(--p-ok);--k:var(--p-ok)}.fl{fill:var(--p-defer);--k:var(--p-defer)}
.when .now{stroke:var(--p-now);stroke-width:2}.when .nowt{fill:var(--p-now);font-weight:600}
.when .ev line{stroke:var(--ink-2);stroke-dasharray:2 3}.when .ev circle,.when .ev rect{fill:var(--surface);stroke:var(--ink-2);stroke-width:1.5}.when .ev text{font-size:11px;font-weight:600}
@media print{.flow,.when{break-inside:avoid;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
