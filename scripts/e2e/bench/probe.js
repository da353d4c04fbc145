// Runs in the page before anything else. It only observes, and does not change
// what the page does. The driver calls the functions of the global "probe".

(() => {
  // In the page and in each worker: keeps the memory of the Go program, and
  // reports its size whenever it has grown.
  function remember(grown) {
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = async (module, imports, ...rest) => {
      const say = () => { if (globalThis.probeMemory) grown(globalThis.probeMemory.buffer.byteLength); };
      for (const of of Object.values(imports ?? {})) {
        const reset = of["runtime.resetMemoryDataView"]; // which Go calls after each growth
        if (reset) of["runtime.resetMemoryDataView"] = (...args) => { say(); return reset(...args); };
      }
      const result = await instantiate.call(WebAssembly, module, imports, ...rest);
      const { exports } = result.instance ?? result;
      globalThis.probeMemory = exports.mem ?? exports.memory;
      say();
      return result;
    };
  }

  // The memory of the modules of page and workers now, and the most that they
  // had together. A worker's memory is freed with the worker.
  const sizes = new Map();
  let most = 0;
  function grown(owner, bytes) {
    sizes.set(owner, bytes);
    most = Math.max(most, [...sizes.values()].reduce((a, b) => a + b, 0));
  }
  remember((bytes) => grown(globalThis, bytes));

  // Workers are made from Blobs: the same code is put in front of their source.
  const inWorker = `(${remember})((bytes) => postMessage({ probe: "memory", bytes }));\n`;
  const createObjectURL = URL.createObjectURL;
  URL.createObjectURL = (o) => createObjectURL.call(URL, o instanceof Blob && o.type === "text/javascript"
    ? new Blob([inWorker, o], { type: o.type })
    : o);

  // Open requests to the worker that answers, and when the last answer arrived.
  const asked = new Map();
  let worker, firstAsk, lastAnswer;
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      if (args[1]?.name === "spoolscope") worker = this; // the others decompress or read
      this.addEventListener("message", (e) => {
        if (e.data?.probe === "memory") {
          e.stopImmediatePropagation();
          grown(this, e.data.bytes);
        } else if (e.data?.kind === "answer" && e.data.last && asked.delete(e.data.id)) {
          lastAnswer = performance.now();
        }
      });
    }
    postMessage(m, ...rest) {
      if (m?.kind === "ask") {
        firstAsk ??= performance.now();
        asked.set(m.id, true);
      }
      super.postMessage(m, ...rest);
    }
    terminate() {
      sizes.delete(this);
      super.terminate();
    }
  };

  const memory = () => ({ page: sizes.get(globalThis), worker: sizes.get(worker), most });

  // Tasks of 50 ms and more.
  const tasks = [];
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) tasks.push({ start: e.startTime, duration: e.duration });
  }).observe({ type: "longtask", buffered: true });

  // After two frames, the document has been painted.
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  // Waits until done() is true, and checks whenever the document changes.
  function until(done, limit) {
    return new Promise((resolve, reject) => {
      let timer;
      const observer = new MutationObserver(look);
      function look() {
        if (!done()) return;
        observer.disconnect();
        clearTimeout(timer);
        resolve();
      }
      timer = setTimeout(() => { observer.disconnect(); reject(new Error("timed out waiting for " + done)); }, limit);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      look();
    });
  }

  // Does something and waits for its effect: milliseconds from the event until
  // the last answer of the worker, the change in the document and the paint.
  async function effect(act, done) {
    firstAsk = lastAnswer = undefined;
    const start = performance.now();
    act();
    await until(done, 20000);
    const drawn = performance.now();
    await painted();
    const end = performance.now();
    return {
      worker: lastAnswer ? lastAnswer - firstAsk : 0, drawn: drawn - start, painted: end - start,
      task: Math.max(0, ...tasks.filter((t) => t.start >= start && t.start < end).map((t) => t.duration)),
    };
  }

  const $ = (selector) => document.querySelector(selector);
  const digits = (e) => e?.textContent.replace(/\D/g, "");
  const hash = (s) => { location.hash = s; };

  // A load: from the drop to the overview with all its tables.
  let load, begun;
  addEventListener("drop", () => {
    // Replaces the open queue, if there is one and the page asks.
    begun = until(() => { $("#place-replace")?.click(); return $(".loading"); }, 60e3).catch((e) => { throw new Error("no load has begun", { cause: e }); });
    begun.catch(() => {}); // the caller gets the error
    const start = performance.now();
    load = { done: false };
    until(() => $("a.archive") && !$(".loading") && !$("main[aria-busy]") && document.querySelectorAll("main .grid-2").length >= 3, 3600e3)
      .then(painted)
      .then(() => {
        const end = performance.now();
        const during = tasks.filter((t) => t.start >= start && t.start < end).map((t) => t.duration);
        load = {
          done: true, time: end - start, longest: Math.max(0, ...during), tasks: during.length,
          messages: Number(digits($(".glance dd"))),
        };
      });
  }, { capture: true });

  const overview = () => until(() => $("#h-statuses") && !$("main[aria-busy]") && document.querySelectorAll("main .grid-2").length >= 3, 20000);
  const rows = () => $("#grid") && !$("#grid[aria-busy]") && !$("#grid .waits") && $("#grid tbody:not([aria-hidden]) tr");
  const listed = () => rows() && $("#grid [aria-rowindex='2']"); // scrolled to the top

  const does = {
    group: (title) => effect(
      () => [...document.querySelectorAll(".seg button")].find((b) => b.textContent === title).click(),
      () => [...document.querySelectorAll(".seg button")].some((b) => b.textContent === title && b.getAttribute("aria-pressed") === "true"),
    ),
    sort: (title) => effect(
      () => [...document.querySelectorAll("#grid th")].find((b) => b.textContent.trim() === title).click(),
      () => listed() && $("#grid th[aria-sort]").textContent.trim() === title,
    ),
    // A filter that ends with a space applies at once, without the pause for
    // further letters.
    filter: (query) => effect(
      () => {
        const input = $("#filter");
        input.value = query + " ";
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      },
      () => decodeURIComponent(location.hash).includes(query) && listed() &&
        digits($(".filter-count b")) === digits($(".list-head b")),
    ),
    unfilter: () => effect(
      () => [...document.querySelectorAll(".filterbar button")].find((b) => b.textContent === "Clear").click(),
      () => !$(".filter-count b") && listed(),
    ),
    open: (id) => effect(
      () => hash("#/messages?id=" + id),
      () => $(".detail-bar .mono")?.textContent === id && $(".detail-body") && !$(".detail .skel"),
    ),
  };

  // Scrolls for a number of frames, step pixels each, and returns the times between
  // the frames.
  async function scroll(frames, step) {
    const list = $("#list");
    const deltas = [];
    let direction = 1;
    let before = await new Promise(requestAnimationFrame);
    for (let k = 0; k < frames; k++) {
      if (list.scrollTop + step * direction > list.scrollHeight - list.clientHeight || list.scrollTop + step * direction < 0) direction = -direction;
      list.scrollTop += step * direction;
      const now = await new Promise(requestAnimationFrame);
      deltas.push(now - before);
      before = now;
    }
    return deltas;
  }

  // Jumps to a place of the list, 0 to 1, and waits for its rows.
  async function jump(place) {
    const list = $("#list");
    const first = () => $("#grid tbody:not([aria-hidden]) tr")?.ariaRowIndex;
    const before = first();
    return effect(
      () => { list.scrollTop = (list.scrollHeight - list.clientHeight) * place; },
      () => !$("#grid .waits") && first() !== before,
    );
  }

  // Cancels a load and returns the milliseconds until the messages read so far are
  // on the screen; 0 if the load ended first.
  async function cancel() {
    const button = [...document.querySelectorAll("main button")].find((b) => b.textContent.startsWith("Cancel"));
    if (!button) return 0;
    const did = await effect(() => button.click(), () => !$(".loading"));
    return did.drawn;
  }

  // Does something and waits until the worker has answered and all is drawn.
  async function settled(act, done) {
    act();
    for (let calm = 0; calm < 3; calm = done() && asked.size === 0 && !$("main[aria-busy]") && !$("#grid .waits") ? calm + 1 : 0) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const drawn = { list: rows, overview: () => $("#h-statuses") };

  // Actions that are measured by their longest tasks.
  const actions = {
    turnTo: (address, view) => settled(() => hash(address), drawn[view]),
    facet: (n) => settled(() => document.querySelectorAll(".rail label input")[n].click(), () => $(".filter-count b") && listed()),
    sortBy: (title) => settled(
      () => [...document.querySelectorAll("#grid th")].find((b) => b.textContent.trim() === title).click(),
      () => listed() && $("#grid th[aria-sort]").textContent.trim() === title,
    ),
    jumpTo: (place) => settled(() => { $("#list").scrollTop = ($("#list").scrollHeight - $("#list").clientHeight) * place; }, () => rows() && !listed()),
    openRow: (n) => settled(
      () => document.querySelectorAll("#grid tbody:not([aria-hidden]) tr")[n].click(),
      () => $(".detail-body") && !$(".detail .skel"),
    ),
  };

  globalThis.probe = {
    ...actions,
    memory, cancel, overview, scroll, jump, ...does, hash,
    load: () => load,
    begun: () => begun.then(() => true),
    list: () => until(rows, 20000),
  };
})();
