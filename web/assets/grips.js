// Separators between panes, elements with data-grip: 1 if their pane is at the
// left, -1 at the right. grips(fn) calls fn(id, width) with the width in pixels
// that the user drags the pane to, once a frame at most, and with 0 for a double
// click. The page draws the width; what it may be is in the ARIA values.

const grips = (fn) => {
  const number = (grip, name) => Number(grip.getAttribute("aria-value" + name));
  let drag = null; // {grip, pointer, from, width, next}

  document.addEventListener("pointerdown", (e) => {
    const grip = e.button === 0 && e.target instanceof Element && e.target.closest("[data-grip]");
    if (!grip) return;
    drag = { grip, pointer: e.pointerId, from: e.clientX, width: number(grip, "now"), next: null };
    grip.setPointerCapture(e.pointerId);
    grip.focus();
    e.preventDefault(); // no text is selected meanwhile
  });

  document.addEventListener("pointermove", (e) => {
    if (drag?.pointer !== e.pointerId) return;
    if (drag.next === null) frames.after(report);
    const width = drag.width + (e.clientX - drag.from) * Number(drag.grip.dataset.grip);
    drag.next = Math.round(Math.max(number(drag.grip, "min"), Math.min(width, number(drag.grip, "max"))));
  });

  function report() {
    if (drag?.next == null) return;
    fn(drag.grip.id, drag.next);
    drag.next = null;
  }

  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, (e) => {
      if (drag?.pointer !== e.pointerId) return;
      report();
      drag = null;
    });
  }

  document.addEventListener("dblclick", (e) => {
    const grip = e.target instanceof Element && e.target.closest("[data-grip]");
    if (grip) fn(grip.id, 0);
  });
};

