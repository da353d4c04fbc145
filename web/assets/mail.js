// Makes the HTML of a message safe and shows it: read(source, limits) collects what
// it would do and takes out all that could act, finish(pictures) makes a document of
// the rest, and an element with data-mail gets a frame for it.
//
// Three walls, each of which holds alone: DOMPurify lets no script, address or form
// through; the frame's sandbox runs no script, sends no form and opens nothing; the
// policy, the page's and the frame's own, loads nothing.

const mail = (() => {
  const list = (text) => text.trim().split(/\s+/);
  // What mail is made of. Nothing in it loads or leads anywhere: the attributes src and
  // href are missing, and numbers stand for them until finish.
  const tags = list(`html body a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code
    col colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins
    kbd li main mark menu nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th
    thead time tr tt u ul var wbr`);
  const attributes = list(`align alt bgcolor border bordercolor cellpadding cellspacing class clear color colspan compact
    dir face frame height hspace id lang noshade nowrap open reversed rowspan rules size span start style summary text
    title type valign value vspace width data-link data-image`);

  const secure = "https" + ":"; // what an address without a scheme is resolved against

  // The frame's own policy; the page's applies too.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  const paper = "margin:0;padding:16px;font:16px/1.5 sans-serif;overflow-wrap:anywhere;";
  const quiet = "border:1px solid #c9ced8;background:#f4f5f7;color:#5d6675;font:12px/1.3 sans-serif;";

  const trusted = globalThis.trustedTypes?.createPolicy("spoolscope-mail", {
    createHTML: (s) => s, createScriptURL: () => { throw new TypeError("no scripts"); },
  });
  const asHTML = (s) => trusted ? trusted.createHTML(s) : s;

  // Never the nodes' own methods and properties: in a document with forms and
  // pictures, an element may bear their names.
  const { getAttribute, setAttribute, removeAttribute, hasAttribute } = Element.prototype;
  const property = (type, name) => {
    const { get: getter } = Object.getOwnPropertyDescriptor(type.prototype, name);
    return (node) => getter.call(node);
  };
  const attributesOf = property(Element, "attributes"), localName = property(Element, "localName"), rootOf = property(Document, "documentElement");
  const find = (node, selector) => (node instanceof Document ? Document : DocumentFragment).prototype.querySelectorAll.call(node, selector);
  const get = (e, name) => plain(getAttribute.call(e, name) ?? "");
  const has = (e, name) => hasAttribute.call(e, name);

  let purify;
  let found; // what read collects

  // DOMPurify is evaluated when the first HTML is looked at.
  function sanitizer() {
    if (purify) return purify;
    purifyRuntime();
    purify = globalThis.DOMPurify;
    delete globalThis.DOMPurify;
    purify.addHook("beforeSanitizeAttributes", (e) => {
      if (!(e instanceof Element)) return;
      removeAttribute.call(e, "data-link");
      removeAttribute.call(e, "data-image");
      if (e.localName === "a" && has(e, "href")) {
        found.anchors.push(e);
        setAttribute.call(e, "data-link", String(found.anchors.length));
        found.hrefs.push(get(e, "href"));
      }
      if (e.localName === "img" && (has(e, "src") || has(e, "srcset"))) {
        found.images.push(get(e, "src"));
        setAttribute.call(e, "data-image", String(found.images.length));
      }
    });
    return purify;
  }

  const clean = (source) => sanitizer().sanitize(source, {
    ALLOWED_TAGS: tags, ALLOWED_ATTR: attributes, ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false,
    ALLOWED_NAMESPACES: [document.documentElement.namespaceURI], WHOLE_DOCUMENT: true, RETURN_DOM: true,
    ...(trusted && { TRUSTED_TYPES_POLICY: trusted }),
  });

  // Attributes from which browsers load, by what they load.
  const loading = {
    src: "image", srcset: "image", imagesrcset: "image", background: "image", poster: "image", lowsrc: "image", dynsrc: "image",
    data: "frame", code: "frame", archive: "frame", href: "image", "xlink:href": "image",
  };
  const kinds = {
    script: "script", iframe: "frame", frame: "frame", embed: "frame", object: "frame", applet: "frame", portal: "frame",
    video: "media", audio: "media", track: "media", bgsound: "media",
  };

  // Collects what a document would do. It is inert: it has no window, so nothing in
  // it runs or loads.
  function collect(doc, facts, limits) {
    let base;
    try {
      base = new URL(get(find(doc, "meta[data-was=base i][href]")[0] ?? rootOf(doc), "href"));
    } catch { /* none: relative addresses lead nowhere */ }
    const resolve = (address) => {
      try {
        const a = plain(address).replace(/[\t\n\r]/g, "").trim().replaceAll("\\", "/");
        return new URL(a.startsWith("//") ? secure + a : a, base);
      } catch {
        return null;
      }
    };
    found.resolve = (href) => {
      const to = base && !/^\s*[a-z][a-z0-9+.-]*:/i.test(href) && !href.startsWith("#") && resolve(href);
      return to ? to.href : href.trim().startsWith("//") ? secure + href.trim() : href;
    };
    const seen = new Set();
    const load = (address, kind, pixel) => {
      const url = resolve(address);
      if (!url || !/^(https?|ftp|wss?):$/.test(url.protocol) || seen.has(url.href)) return;
      seen.add(url.href);
      if (facts.loads.length < limits.loads) facts.loads.push({ url: url.href.slice(0, 2000), kind, pixel: !!pixel });
      else facts.moreLoads++;
    };
    const style = (text, kind) => {
      for (const m of text.matchAll(/@import\s+(?:url\(\s*)?["']?([^"')\s;]+)/gi)) load(m[1], "style");
      for (const m of text.matchAll(/(@font-face[^}]*?)?(?:url|src|image)\(\s*(["']?)([^"')]*)\2\s*\)/gi)) load(m[3], m[1] ? "font" : kind);
    };
    const all = (root) => [...find(root, "*")].flatMap((e) => e.content instanceof DocumentFragment ? [e, ...all(e.content)] : [e]);
    for (const e of all(doc)) {
      const tag = get(e, "data-was").toLowerCase() || localName(e).toLowerCase();
      let handler = false;
      for (const { name, value } of attributesOf(e)) {
        if (/^on/i.test(plain(name))) handler = true;
        const kind = loading[name.toLowerCase()];
        if (!kind || !value || tag === "a" || tag === "area" || tag === "base") continue;
        if (tag === "link") {
          load(value, /stylesheet/i.test(get(e, "rel")) ? "style" : "other");
        } else if (/srcset$/i.test(name)) {
          for (const c of plain(value).split(/,\s+|\s+,/)) load(c.trim().split(/\s+/)[0], "image");
        } else {
          load(value, kinds[tag] ?? kind, tag === "img" && unseen(e));
        }
      }
      if (has(e, "style")) style(get(e, "style"), "image");
      if (handler || tag === "script") facts.scripts++;
      if (tag === "form") facts.forms++;
      if (/^(iframe|frame|object|embed|applet|portal|fencedframe)$/.test(tag)) facts.frames++;
      if (tag === "svg" || tag === "math") facts.drawings++;
      if (tag === "meta" && /^\s*refresh\s*$/i.test(get(e, "http-equiv"))) {
        facts.redirects++;
        const to = get(e, "content").match(/url\s*=\s*["']?([^"']+)/i);
        if (to) found.extra.push({ text: "(redirect)", href: found.resolve(to[1]) });
      }
      if (tag === "area" && has(e, "href")) found.extra.push({ text: get(e, "alt") || "(part of a picture)", href: found.resolve(get(e, "href")) });
      if (tag === "form" && has(e, "action")) found.extra.push({ text: "(form)", href: found.resolve(get(e, "action")) });
      if (tag === "noframes") {
        const text = plain(e.textContent);
        style(text, "image");
        if (!has(e, "media") || /^\s*(all|screen)?\s*$/i.test(get(e, "media"))) found.sheets.push(text);
      }
    }
  }

  // Whether nobody would see a picture.
  function unseen(e) {
    const css = get(e, "style");
    const size = (name) => {
      const m = css.match(new RegExp("(?:^|[;\\s])" + name + "\\s*:\\s*([\\d.]+)", "i"));
      const v = m ? m[1] : get(e, name);
      return v === "" ? NaN : parseFloat(v);
    };
    return size("width") <= 2 && size("height") <= 2 || has(e, "hidden") || /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\D|$)/i.test(css);
  }

  // An element of a document without a window reads styles without loading.
  const inert = document.implementation.createHTMLDocument("");
  const probe = () => inert.createElement("i").style;
  const acts = /url\s*\(|image\s*\(|image-set|cross-fade|element\s*\(|src\s*\(|paint\s*\(|expression|attr\s*\(|var\s*\(|env\s*\(|javascript|\\|[<>]/i;

  // The declarations of a style that neither load nor refer to anything.
  function* harmless(style) {
    for (let i = 0; i < style.length; i++) {
      const name = style[i];
      const value = style.getPropertyValue(name);
      if (value && !name.startsWith("--") && !acts.test(value) && !/binding|behavior|animation|transition|^content$/.test(name)) {
        yield [name, value, style.getPropertyPriority(name) !== ""];
      }
    }
  }

  // How a selector ranks among others: roughly, as CSS counts.
  function rank(selector) {
    const count = (re) => selector.match(re)?.length ?? 0;
    return Math.min(99, count(/#[\w-]/g)) * 10000 + Math.min(99, count(/\.[\w-]|\[|:(?!:)/g)) * 100 + Math.min(99, count(/(?:^|[\s>+~(])[a-z]/gi));
  }

  // Writes the rules of the style sheets into the elements' own styles. The policy
  // allows no style sheet, and rules for other screens would have nothing to ask.
  function applyStyles(root, facts, limits) {
    const rules = new Map(); // element to declarations
    const until = performance.now() + limits.time;
    let order = 0, used = 0;
    const take = (list) => {
      for (const rule of list) {
        if (facts.unstyled) return;
        if (rule instanceof CSSMediaRule) {
          if (/^\s*(all|(only\s+)?screen)\s*$/i.test(rule.media.mediaText)) take(rule.cssRules);
          continue;
        }
        if (!(rule instanceof CSSStyleRule)) continue;
        const declared = [...harmless(rule.style)];
        if (declared.length === 0) continue;
        for (const selector of rule.selectorText.split(/,(?![^(]*\))/)) {
          if (++order > limits.rules || performance.now() > until) {
            facts.unstyled = true;
            return;
          }
          // Selectors that search take long in a large document.
          if (selector.length > 200 || /:has|:not\(.*\(|:nth/i.test(selector) || selector.split(/[\s>+~]+/).length > 8) continue;
          let hits;
          try {
            hits = root.ownerDocument.querySelectorAll(selector);
          } catch {
            continue;
          }
          if ((used += hits.length) > limits.styled) {
            facts.unstyled = true;
            return;
          }
          for (const e of hits) {
            if (!rules.has(e)) rules.set(e, []);
            rules.get(e).push({ rank: rank(selector), order, declared });
          }
        }
      }
    };
    for (const text of found.sheets) {
      try {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text.replace(/@(?:import|[a-z-]*\\)[^;]*;?/gi, ""));
        take(sheet.cssRules);
      } catch { /* not a style sheet */ }
    }
    for (const e of root.ownerDocument.querySelectorAll("*")) {
      const own = probe();
      own.cssText = get(e, "style");
      const levels = (rules.get(e) ?? []).sort((a, b) => a.rank - b.rank || a.order - b.order).map((r) => r.declared);
      levels.push([...harmless(own)]);
      const out = probe();
      for (const important of [false, true]) {
        for (const level of levels) for (const [name, value, strong] of level) if (strong === important) out.setProperty(name, value);
      }
      if (out.cssText && !acts.test(out.cssText)) setAttribute.call(e, "style", out.cssText);
      else removeAttribute.call(e, "style");
      removeAttribute.call(e, "class");
      removeAttribute.call(e, "id");
    }
  }

  // Even in a document that is never shown, browsers try style sheets, the base of
  // addresses, tracks of subtitles and (Chromium 156) event handlers; only the policy
  // stops them. Under other names, which the parser treats alike, they let them be.
  // Where a tag begins only the parser knows, so all that could be a handler is
  // guarded, and plain takes the guards out of texts and values.
  const guard = "\ufdd0"; // a noncharacter: part of no word
  const plain = (text) => text.replaceAll(guard, "");
  const renamed = (source) => plain(source)
    .replace(/([\s/"'])(on[a-z]{2,40}\s*=)/gi, "$1" + guard + "$2")
    .replace(/<(\/?)style(?=[\s/>])/gi, "<$1noframes")
    .replace(/<(base|track)(?=[\s/>])/gi, "<meta data-was=$1");

  function unguard(root) {
    const nodes = root.ownerDocument.createNodeIterator(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let n; (n = nodes.nextNode());) {
      if (n instanceof Text) n.data = plain(n.data);
      else for (const { name, value } of attributesOf(n)) if (value.includes(guard)) setAttribute.call(n, name, plain(value));
    }
  }

  function read(text, limitsText) {
    const limits = JSON.parse(limitsText);
    const source = renamed(text);
    const facts = { links: [], moreLinks: 0, images: [], loads: [], moreLoads: 0, scripts: 0, forms: 0, frames: 0, drawings: 0, redirects: 0, unstyled: false };
    found = { anchors: [], hrefs: [], images: [], sheets: [], extra: [] };
    collect(new DOMParser().parseFromString(asHTML(source), "text/html"), facts, limits);
    const root = clean(source);
    if (source.includes(guard)) unguard(root);
    applyStyles(root, facts, limits);
    found.root = root;
    facts.images = found.images;
    found.anchors.forEach((e, i) => {
      const text = e.textContent.replace(/\s+/g, " ").trim() || [...e.querySelectorAll("img")].map((p) => get(p, "alt")).join(" ").trim() || "(picture)";
      found.extra.splice(i, 0, { text, href: found.resolve(found.hrefs[i]) });
    });
    facts.links = found.extra.slice(0, limits.links).map((l) => ({ text: l.text.slice(0, 300), href: l.href.slice(0, 4000) }));
    facts.moreLinks = found.extra.length - facts.links.length;
    return JSON.stringify(facts);
  }

  let shown = { key: "", text: "" };
  let count = 0;

  // Takes the address of each picture, "" for one that is not drawn, and returns the
  // key of the document.
  function finish(pictures) {
    const { root } = found;
    const doc = root.ownerDocument;
    for (const e of root.querySelectorAll("[data-image]")) {
      const address = pictures[Number(get(e, "data-image")) - 1];
      const source = found.images[Number(get(e, "data-image")) - 1] ?? "";
      removeAttribute.call(e, "data-image");
      if (address) {
        e.src = address;
        continue;
      }
      const width = parseInt(get(e, "width") || e.style.width, 10), height = parseInt(get(e, "height") || e.style.height, 10);
      if (width <= 8 || height <= 8 || e.style.display === "none") {
        e.remove();
        continue;
      }
      const box = doc.createElement("span");
      const name = get(e, "alt").trim() || /^https?:/i.test(source) && source.split(/[?#]/)[0].split("/").pop().slice(0, 60) || "";
      if (!(width < 60 || height < 24)) box.textContent = "picture not loaded" + (name ? ": " + name : "");
      setAttribute.call(box, "style", quiet + "display:inline-block;box-sizing:border-box;max-width:100%;padding:4px 6px;overflow:hidden;vertical-align:middle;text-align:center;" +
        (width > 0 ? "width:" + Math.min(width, 2000) + "px;" : "") + (height > 0 ? "height:" + Math.min(height, 400) + "px;" : ""));
      e.replaceWith(box);
    }
    for (const e of root.querySelectorAll("[data-link]")) {
      const mark = doc.createElement("span");
      mark.textContent = "\u2060[" + get(e, "data-link") + "]";
      setAttribute.call(mark, "style", quiet + "border:0;background:none;font-size:11px;text-decoration:none;white-space:nowrap;");
      removeAttribute.call(e, "data-link");
      e.style.textDecoration ||= "underline";
      e.style.color ||= "#2947c7";
      e.after(mark);
    }
    const body = root.querySelector("body") ?? root;
    setAttribute.call(body, "style", paper + (has(body, "bgcolor") ? "" : "background-color:#fff;") + (has(body, "text") ? "" : "color:#14171f;") + get(body, "style"));
    const text = '<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="' + policy +
      '"><meta name="color-scheme" content="light"></head>' + body.outerHTML + "</html>";
    shown = { key: String(++count), text };
    found = undefined;
    return shown.key;
  }

  // Puts the document with this key into an element, in a frame that can do nothing.
  // Any other child of the element is Go's.
  function mount(el, key) {
    el.querySelector(":scope > iframe")?.remove();
    if (key === "" || key !== shown.key) return;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "");
    frame.setAttribute("referrerpolicy", "no-referrer");
    frame.title = "The message as HTML, without scripts, remote pictures and links";
    frame.tabIndex = 0;
    frame.srcdoc = asHTML(shown.text);
    el.append(frame);
  }

  return { read, finish, mount };
})();

