// Starts Spoolscope: one compiled module for the page and for its workers.
// The build prepends the Go runtime to this file, as the function
// goRuntime: a worker needs its source too, and on file:// there is nothing to
// fetch it from. Go calls this file through the global "spoolscope", to which
// keep.js adds the functions of the site alone.

(() => {
  const themeKey = "spoolscope-theme";

  // Storage can be missing or throw (blocked cookies, file://, a sandbox).
  // go-app reads both storages and an exception would end it, so a broken one is
  // replaced by one in memory.
  function storage(name) {
    try {
      const s = window[name];
      s.getItem(themeKey);
      s.length;
      return s;
    } catch {
      const data = new Map();
      const s = {
        get length() { return data.size; },
        key: (i) => [...data.keys()][i] ?? null,
        getItem: (k) => data.get(String(k)) ?? null,
        setItem: (k, v) => void data.set(String(k), String(v)),
        removeItem: (k) => void data.delete(String(k)),
        clear: () => data.clear(),
      };
      Object.defineProperty(window, name, { value: s, configurable: true });
      return s;
    }
  }
  const local = storage("localStorage");
  storage("sessionStorage");

  const root = document.documentElement;
  const script = document.currentScript;

  function theme() {
    return root.dataset.theme ?? "system";
  }

  function setTheme(name, remember) {
    if (name === "light" || name === "dark") {
      root.dataset.theme = name;
    } else {
      delete root.dataset.theme;
    }
    if (remember) {
      try {
        local.setItem(themeKey, theme());
      } catch { /* a full or read-only storage: this visit only */ }
    }
  }

  // Before the first paint, so that a dark page does not flash.
  setTheme(local.getItem(themeKey), false);

  // The first frame shows the loader; once the screens are drawn it is removed
  // and this text has no effect.
  function say(text) {
    const label = document.getElementById("app-wasm-loader-label");
    if (label) label.textContent = text;
    sayPercent("");
  }

  // Screen readers skip the numbers: read out, each would interrupt the last.
  function sayPercent(text) {
    const percent = document.getElementById("boot-percent");
    if (percent) percent.textContent = text;
  }

  // How long decoding may block the page at a time, in milliseconds.
  const patience = 8;

  // The single file contains what the site fetches, as base64 in script elements
  // that do not run. They stay in the document, so that a page saved from the
  // browser contains them.
  const pieces = (name) => document.querySelectorAll("script[data-file='" + name + "']");

  function fromBase64(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  async function decoded(elements) {
    const parts = [];
    let since = performance.now();
    for (const e of elements) {
      parts.push(fromBase64(e.textContent));
      if (performance.now() - since > patience) {
        await frames.giveWay();
        since = performance.now();
      }
    }
    return parts;
  }

  // Whether this is the single file, which contains its script and, gzipped, its
  // module.
  const single = () => !script.src;

  // A stream of the module, decompressed piece by piece so that the page can draw
  // meanwhile.
  function unpacked() {
    const elements = pieces("app.wasm.gz").values();
    let since = performance.now();
    const packed = new ReadableStream({
      async pull(out) {
        if (performance.now() - since > patience) {
          await frames.giveWay();
          since = performance.now();
        }
        const { value, done } = elements.next();
        if (done) out.close();
        else out.enqueue(fromBase64(value.textContent));
      },
    });
    return packed.pipeThrough(new DecompressionStream("gzip"));
  }

  // The bytes of the module, as they arrive.
  async function moduleBytes() {
    if (single()) return unpacked();
    const response = await fetch(new URL("app.wasm", document.baseURI));
    if (!response.ok) throw new Error("app.wasm: " + response.status + " " + response.statusText);
    return response.body;
  }

  // Whether the single file was damaged in transit. A module that does not
  // compile may be the first symptom, so the checksum at the end is verified.
  async function damaged() {
    try {
      await new Response(unpacked()).arrayBuffer();
      return false;
    } catch {
      return true;
    }
  }

  // Compiles the module as it arrives. The size is known from the build: a
  // server that compresses does not send it.
  async function compile() {
    const size = Number(document.querySelector("meta[name=wasm-size]")?.content ?? 0);
    let read = 0;
    const counted = (await moduleBytes()).pipeThrough(new TransformStream({
      transform(chunk, out) {
        read += chunk.byteLength;
        if (size > 0) sayPercent(Math.min(100, Math.round(read * 100 / size)) + "%");
        out.enqueue(chunk);
      },
    }));
    // The type is set here because many static servers do not know .wasm.
    const typed = new Response(counted, { headers: { "Content-Type": "application/wasm" } });
    return WebAssembly.compileStreaming
      ? WebAssembly.compileStreaming(typed)
      : WebAssembly.compile(await typed.arrayBuffer());
  }

  // Runs inside a worker, from its own source text: of this file it may use only
  // goRuntime, crashDetails and runGo.
  function workerMain() {
    const exit = (text) => postMessage({ kind: "exit", text });
    addEventListener("message", (e) => {
      runGo(e.data.module, exit).catch((err) => exit(crashDetails("", err)));
    }, { once: true });
  }

  let inflateURL;

  // Starts a worker that decodes a gzip file, and returns it with the port to which
  // it sends the pieces. Storing one may take limit milliseconds. It asks the page for
  // bytes of Blobs that it cannot read itself.
  function startInflate(file, limit) {
    inflateURL ??= scriptOf("(" + inflateMain + ")();\n");
    const worker = new Worker(inflateURL, { name: "spoolscope-inflate" });
    worker.onmessage = async ({ data: { id, blob, from, to } }) => {
      try {
        const buffer = await blob.slice(from, to).arrayBuffer();
        worker.postMessage({ id, buffer }, [buffer]);
      } catch (err) {
        worker.postMessage({ id, error: String(err) });
      }
    };
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ file, port: port1, limit }, [port1]);
    return { worker, port: port2 };
  }

  let module;
  let workerURL;

  function startWorker(name) {
    workerURL ??= scriptOf("(" + goRuntime + ")();\n" + crashDetails + "\n" + runGo + "\n(" + workerMain + ")();\n");
    const worker = new Worker(workerURL, { name });
    worker.postMessage({ module });
    return worker;
  }

  async function sample() {
    if (single()) return new Blob(await decoded(pieces("sample.tar.xz")));
    const response = await fetch(new URL("sample.tar.xz", document.baseURI));
    if (!response.ok) throw new Error("sample.tar.xz: " + response.status + " " + response.statusText);
    return response.blob();
  }

  // The single file as delivered, without any data that it carries: the parts
  // before and after the place for data. Opened from disk it cannot fetch
  // itself, so it is reassembled from its frame, which is also a piece, and the
  // contents: byte for byte, whatever else is in the document by now.
  async function template() {
    if (!single()) {
      const response = await fetch(new URL("spoolscope.html", document.baseURI));
      if (!response.ok) throw new Error("spoolscope.html: " + response.status + " " + response.statusText);
      const text = await response.text();
      const end = text.lastIndexOf("</body>");
      return [text.slice(0, end), text.slice(end)];
    }
    const frame = new TextDecoder().decode(fromBase64(pieces("page.html")[0].textContent));
    const [head, between, body, end] = frame.split(/(?<=<(?:style|script)>)(?=<\/)|(?=<\/body>)/);
    const parts = [head, script.previousElementSibling.textContent, between, script.textContent, body];
    for (const name of ["app.wasm.gz", "sample.tar.xz", "page.html"]) {
      for (const e of pieces(name)) {
        parts.push('<script type="application/octet-stream" data-file="' + name + '">', e.textContent, "</" + "script>\n");
      }
    }
    return [parts.join(""), end];
  }

  // The approximate size of the template, in bytes.
  function templateSize() {
    const size = Number(document.querySelector("meta[name=single-size]")?.content ?? 0);
    const own = [...document.scripts].filter((e) => !e.dataset.file?.startsWith("queue."));
    return size || own.reduce((n, e) => n + e.textContent.length, 0);
  }

  // The page's description of the data that it carries, as JSON; "" if there
  // is none.
  function carries() {
    const text = [...pieces("queue.json")].map((e) => e.textContent).join("");
    return text && new TextDecoder().decode(fromBase64(text));
  }

  const carried = async () => new Blob(await decoded(pieces("queue.tar.gz")));

  // When Go on the page ends, nothing responds any more. Says so on top of
  // whatever is on screen.
  function stopped(text) {
    const add = (to, tag, properties) => to.appendChild(Object.assign(document.createElement(tag), properties));
    const box = Object.assign(document.createElement("div"), { className: "scrim" });
    const note = add(box, "div", { className: "note st-fail" });
    note.setAttribute("role", "alertdialog");
    note.setAttribute("aria-labelledby", "boot-stopped");
    note.setAttribute("aria-describedby", "boot-why");
    const inner = add(note, "div");
    add(add(inner, "p", { id: "boot-stopped" }), "strong", { textContent: "Spoolscope stopped because of a fault in it." });
    add(inner, "p", { id: "boot-why", textContent: "Nothing was changed and nothing was sent. The queue has to be opened again. The details contain no mail." });
    const row = add(inner, "p");
    const reload = add(row, "button", { className: "btn", type: "button", textContent: "Reload" });
    row.append(" ");
    const copy = add(row, "button", { className: "btn", type: "button", textContent: "Copy the details" });
    const version = document.querySelector("meta[name=version]")?.content || "unknown build";
    const details = "Spoolscope " + version + "\n" + text;
    reload.addEventListener("click", () => location.reload());
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(details);
        copy.textContent = "Copied";
      } catch {
        const field = document.createElement("textarea");
        field.value = details;
        copy.replaceWith(field);
        field.select();
      }
    });
    document.body.append(box);
    reload.focus();
    globalThis.spoolscope.broken?.(box.querySelector(".note > div"));
  }

  // What the browser must provide, but may lack or forbid.
  function lacking() {
    const needs = {
      WebAssembly: globalThis.WebAssembly?.instantiate,
      Worker: globalThis.Worker,
      "Blob URLs": globalThis.Blob?.prototype.stream && globalThis.URL?.createObjectURL,
      TransformStream: globalThis.TransformStream,
      DecompressionStream: globalThis.DecompressionStream || !single(), // the site's module is not compressed
      ResizeObserver: globalThis.ResizeObserver,
    };
    return Object.keys(needs).filter((name) => !needs[name]);
  }

  // Whether this page may compile anything, such as the smallest module.
  async function compiles() {
    try {
      await WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
      return true;
    } catch {
      return false;
    }
  }

  async function cannotStart(err, missing) {
    if (missing.length > 0) {
      return "This browser has no " + missing.join(", no ") + ", or it is switched off for this page. " +
        "Spoolscope runs in Chrome and Edge from version 97, Firefox from 113 and Safari from 16.4; a lockdown mode switches some of it off.";
    }
    if (single() && await damaged()) {
      return "This file is damaged: the checksum of its program is wrong. Get the file again.";
    }
    if (!await compiles()) {
      return "This browser does not let the program be compiled (" + err.message + "). " +
        "A lockdown mode, an extension or a policy of your administrator may forbid WebAssembly: allow it for this page, or use another browser.";
    }
    return "Spoolscope cannot start: " + err;
  }

  async function start() {
    say("Starting…");
    const missing = lacking();
    try {
      if (missing.length > 0) throw new Error("missing: " + missing);
      module = await compile();
      goRuntime();
      await runGo(module, stopped);
      globalThis.spoolscope.started?.();
    } catch (err) {
      console.error(err);
      say(await cannotStart(err, missing));
      globalThis.spoolscope.broken?.(document.getElementById("app-wasm-loader-label")?.closest(".hero"));
    }
  }

  globalThis.spoolscope = {
    startWorker, startInflate, sample, single, template, templateSize, carries, carried, theme, setTheme: (name) => setTheme(name, true), watch, grips, selfTest, mail, frames,
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start, { once: true });
  } else {
    start();
  }
})();
