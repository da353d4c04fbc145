package share

import "github.com/spoolscope/spoolscope/app/picture"

// reportStyle returns the style of a report with its pictures.
func reportStyle() string { return pageStyle + picture.Style }

// pageStyle covers screens of all sizes, light and dark, and paper.
const pageStyle = `
:root{--bg:#f4f5f7;--surface:#fff;--line:#e3e6ec;--ink:#14171f;--ink-2:#424957;--ink-3:#5d6675;--code:#f6f7f9;--defer:#854700;--defer-bg:#fdf2df;--fail:#ad1f1b;--fail-bg:#fdeeec}
@media screen and (prefers-color-scheme:dark){:root{--bg:#0d0f13;--surface:#14171d;--line:#252a34;--ink:#e9ebf0;--ink-2:#b6bdc9;--ink-3:#909aaa;--code:#101318;--defer:#f2bb66;--defer-bg:#2a200f;--fail:#ff9a92;--fail-bg:#311817}}
*{box-sizing:border-box;margin:0;padding:0}
a,b,strong,em,code,span{unicode-bidi:isolate}
body{background:var(--bg);color:var(--ink);font:15px/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans",Ubuntu,"Liberation Sans",Arial,sans-serif}
main{max-width:880px;margin:20px auto;padding:clamp(20px,4vw,36px) clamp(20px,4vw,40px);border:1px solid var(--line);border-radius:10px;background:var(--surface);overflow-wrap:anywhere}
.meta{display:flex;flex-wrap:wrap;gap:2px 16px;justify-content:space-between;padding-bottom:12px;border-bottom:2px solid var(--ink);color:var(--ink-2);font-size:13px}
h1{margin:18px 0 6px;font-size:clamp(21px,3vw,25px);line-height:1.2;letter-spacing:-.02em}
h2{margin:20px 0 6px;font-size:16px}
.since{color:var(--ink-3);font-size:14px}
.lead{color:var(--ink-2);font-size:15px;line-height:1.5;margin-top:5px}
figure{margin-top:14px}
figure h2{margin:0 0 8px}
figcaption{display:flex;flex-wrap:wrap;gap:2px 14px;margin-top:4px}
.key{display:inline-flex;align-items:center;gap:6px}
.sw{flex:none;width:10px;height:10px;border-radius:2px;background:var(--k,var(--line))}
.sw.gv{border:1px dashed var(--ink-3)}
.narrow{display:none}
.tables{columns:300px;column-gap:36px}
.tables table{break-inside:avoid;margin-bottom:14px}
.small{font-size:12px;overflow-wrap:normal}
.small th,.small td{padding:2px 0 2px 10px}
.small th:first-child{min-width:76px;padding-left:0;overflow-wrap:anywhere}
.small tbody th{font-weight:400}
.small thead th{white-space:normal;vertical-align:bottom}
p+p{margin-top:.6em}
.dim,footer{color:var(--ink-3);font-size:12px}
.figures{display:flex;flex-wrap:wrap;margin-top:12px;border:1px solid var(--line);border-radius:6px}
.figures div{flex:1 0 120px;padding:5px 14px}
.figures dt,.figures dd{color:var(--ink-3);font-size:12px}
.short{display:grid;grid-template-columns:136px 1fr;gap:6px 16px;margin-top:12px;font-size:14px;line-height:1.45}
.short dt{font-weight:600}
.figures b{color:var(--ink);font-size:18px;font-weight:600;line-height:1.35}
table{width:100%;border-collapse:collapse;font-size:13px;line-height:1.4}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:4px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th:first-child{padding-left:0;font-weight:600;min-width:150px}
thead th{color:var(--ink-3);font-size:11px;font-weight:400}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.badge{display:inline-block;padding:0 6px;border-radius:4px;background:var(--defer-bg);color:var(--defer);font-size:12px;line-height:20px;white-space:nowrap}
.fail{background:var(--fail-bg);color:var(--fail)}
code{padding:1px 4px;border-radius:4px;background:var(--code);font:12px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
.todo{padding-left:1.5em;font-size:14px;line-height:1.5}
.todo li+li{margin-top:5px}
footer{margin-top:22px;padding-top:10px;border-top:1px solid var(--line)}
@media (max-width:640px){main{margin:0;border:0;border-radius:0}thead{position:absolute;clip-path:inset(50%)}tr{display:block;padding:8px 0;border-bottom:1px solid var(--line)}th,td{display:block;border:0;padding:1px 0;text-align:left}td.num{display:inline-block;margin-right:12px}.short{grid-template-columns:1fr;gap:0}.short dd{margin-bottom:10px}.wide{display:none}.narrow{display:block}.times td:nth-child(n+3):nth-child(-n+5),.times th:nth-child(n+3):nth-child(-n+5){display:none!important}.small thead{position:static;clip-path:none}.small tr{display:table-row}.small th,.small td,.small td.num{display:table-cell;margin:0;padding:2px 4px;border-bottom:1px solid var(--line)}.small td.num{text-align:right}}
@media print{@page{margin:8mm 14mm}body{background:none;font-size:11.5px;line-height:1.4}main{max-width:none;margin:0;padding:0;border:0}.meta{padding-bottom:5px;font-size:11px}h1{margin:7px 0 3px;font-size:19px}h2{margin:8px 0 2px;font-size:13px;break-after:avoid}.since{font-size:11.5px}.lead{font-size:12px;line-height:1.4;margin-top:3px}.figures,.short{margin-top:7px}.figures div{padding:3px 10px}.figures b{font-size:14px}.figures dd:last-child{display:none}.figures dt,.figures dd{font-size:10.5px;line-height:1.35}.short{gap:1px 14px;grid-template-columns:122px 1fr;font-size:11.5px;line-height:1.4}figure{margin-top:6px;break-inside:avoid;zoom:.75}figure h2{margin:0 0 4px;font-size:16px}table{font-size:11px;line-height:1.3}th,td{padding:1px 6px}.tables{display:flex;align-items:flex-start;gap:14px}.tables table{flex:1 1 auto;width:auto;margin:0}.tables .times{flex:none;width:min-content}.times th:first-child{white-space:nowrap}.times td:nth-child(n+3):nth-child(-n+5),.times th:nth-child(n+3):nth-child(-n+5){display:none}.small{font-size:9.5px;line-height:1.25}.small th,.small td{padding:1px 0 1px 4px}.small th:first-child{min-width:64px}.badge{font-size:10.5px;line-height:15px}.todo{font-size:11.5px;line-height:1.4}.todo li+li{margin-top:2px}footer{margin-top:8px;padding-top:4px;font-size:10.5px}p+p{margin-top:.3em}.dim{font-size:10.5px}tr,li,dd,.tables{break-inside:avoid}.badge,.sw{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
