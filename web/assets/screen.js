// Applies styles and frames that Go writes as data attributes, keeps the rows of the
// list in their order, and reports scroll positions:
// watch(fn) calls fn(id, top, height) for each element with data-watch that appears,
// scrolls or resizes.

const watch = (() => {
  // The policy forbids style attributes. Go writes data-… attributes instead, and
  // they become styles before the next paint.
  const marks = {
    "data-v": (style, v) => style.setProperty("--v", v),
    "data-h": (style, v) => style.setProperty("--h", v),
    "data-t": (style, v) => style.setProperty("--t", v),
    "data-w": (style, v) => style.setProperty("--w", v),
    "data-cols": (style, v) => style.setProperty("--cols", v),
    "data-least": (style, v) => style.setProperty("--least", v === "" ? "" : v + "px"),
    "data-rail": (style, v) => style.setProperty("--rail", v === "" ? "" : v + "px"),
    "data-pane": (style, v) => style.setProperty("--pane", v === "" ? "" : v + "px"),
    "data-now": (style, v) => style.setProperty("--now", v),
    "data-high": (style, v) => style.setProperty("--high", v === "" ? "" : v + "px"),
    "data-height": (style, v) => { style.height = v === "" ? "" : v + "px"; },
    "data-top": (style, v) => { style.transform = v === "" ? "" : "translateY(" + v + "px)"; },
    "data-mail": (_, key, el) => mail.mount(el, key),
    "data-row": (_, text, el) => cells.draw(el, text),
  };
  const names = Object.keys(marks);
  const marked = names.map((n) => "[" + n + "]").join();

  function mark(el, name) {
    marks[name](el.style, el.getAttribute(name) ?? "", el);
  }

  function markTree(el) {
    if (!(el instanceof Element)) return;
    for (const e of [el, ...el.querySelectorAll(marked)]) {
      for (const n of names) if (e.hasAttribute(n)) mark(e, n);
    }
    if (el.hasAttribute("data-watch")) sizes?.observe(el);
    for (const e of el.querySelectorAll("[data-watch]")) sizes?.observe(e);
  }

  // Scrolling elements with data-watch report their position at most once per
  // frame, and when they appear or change their height: after a frame, which has
  // then laid them out.
  let report = () => {};
  const moved = new Set();

  function move(el) {
    if (moved.size === 0) frames.after(flush);
    moved.add(el);
  }

  function flush() {
    const elements = [...moved];
    moved.clear();
    for (const el of elements) {
      if (el.isConnected) report(el.id, Math.round(el.scrollTop), el.clientHeight);
    }
  }

  const sizes = globalThis.ResizeObserver && new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.isConnected) move(target);
      else sizes.unobserve(target);
    }
  });

  function watch(fn) {
    report = fn;
    document.querySelectorAll("[data-watch]").forEach(move);
  }

  document.addEventListener("scroll", (e) => {
    if (e.target instanceof Element && e.target.hasAttribute("data-watch")) move(e.target);
  }, { capture: true, passive: true });

  // Where the tabs do not fit, the chosen one is brought into view: in the next
  // frame, which lays the page out anyway.
  function reveal(tab) {
    if (tab.parentElement?.matches(".tabs")) requestAnimationFrame(() => bring(tab));
  }

  function bring(tab) {
    const bar = tab.parentElement;
    if (!bar || !tab.hasAttribute("aria-current")) return;
    const at = tab.getBoundingClientRect(), view = bar.getBoundingClientRect();
    if (at.right > view.right) bar.scrollLeft += at.right - view.right + 16;
    else if (at.left < view.left) bar.scrollLeft -= view.left - at.left + 16;
  }

  // The rows below an element with data-slots are drawn in slots that take turns,
  // and get their order by aria-rowindex. Only rows that were drawn anew move.
  function sort(body) {
    const last = Number.MAX_SAFE_INTEGER; // the place of slots that are not used
    const place = new Map([...body.children].map((e) => [e, Number(e.getAttribute("aria-rowindex") ?? last)]));
    const order = [...place.keys()].sort((a, b) => place.get(a) - place.get(b));
    const focused = document.activeElement;
    // A list that scrolled down has its new rows first, else they are last.
    if ([...body.children].indexOf(order[0]) < body.children.length / 2) {
      for (let n = order.length - 1, next = null; n >= 0; next = order[n--]) {
        if (order[n].nextElementSibling !== next) body.insertBefore(order[n], next);
      }
    } else {
      for (let n = 0, before = null; n < order.length; before = order[n++]) {
        if (order[n].previousElementSibling !== before) body.insertBefore(order[n], before ? before.nextElementSibling : body.firstElementChild);
      }
    }
    if (focused !== document.activeElement) body.closest("[tabindex]")?.focus({ preventScroll: true });
  }

  const drawn = new MutationObserver((records) => {
    const slots = new Set();
    for (const r of records) {
      if (r.type === "attributes") {
        if (r.attributeName === "aria-current") reveal(r.target);
        else if (r.attributeName === "data-watch") sizes?.observe(r.target);
        else if (r.attributeName === "aria-rowindex") slots.add(r.target.closest("[data-slots]"));
        else mark(r.target, r.attributeName);
      } else {
        r.addedNodes.forEach(markTree);
        if (r.target instanceof Element && r.target.hasAttribute("data-slots")) slots.add(r.target);
      }
    }
    slots.delete(null);
    if (slots.size === 0) return;
    slots.forEach(sort);
    drawn.takeRecords(); // of rows that moved
  });
  drawn.observe(document.documentElement, { subtree: true, childList: true, attributeFilter: [...names, "data-watch", "aria-current", "aria-rowindex"] });

  return watch;
})();

