// What waits for the browser's next frame. Go is not called within one: it would also
// do what else is due, and drawing there puts off the frame, whose layout and paint
// are work enough. What only moves is done here, before the frame is painted.

const frames = (() => {
  // How many frames an element is waited for: go-app draws a change a few later.
  const patience = 30;

  // Resolves in a task of its own, after the browser has had its turn. Timers would
  // add 4 ms to each.
  function giveWay() {
    return new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { channel.port1.close(); resolve(); };
      channel.port2.postMessage(null);
    });
  }

  // Calls fn in another task.
  function task(fn) {
    giveWay().then(fn);
  }

  // Calls fn once the next frame is painted.
  function after(fn) {
    requestAnimationFrame(() => task(fn));
  }

  // Calls fn with an element before the next frame is painted; later if there is no
  // such element yet, and never if none comes.
  function withElement(id, fn, tries = patience) {
    requestAnimationFrame(() => {
      const el = document.getElementById(id);
      if (el) fn(el);
      else if (tries > 1) withElement(id, fn, tries - 1);
    });
  }

  // Sets the scroll position of an element, of the window for "".
  function scroll(id, top) {
    if (id === "") requestAnimationFrame(() => window.scrollTo(0, top));
    else withElement(id, (el) => { el.scrollTop = top; });
  }

  // Positions may lie between two pixels.
  const near = (a, b) => Math.abs(a - b) <= 1;

  // Moves an element that is at a position to another one. What the user has scrolled
  // elsewhere stays there; where the browser went because the contents became shorter
  // counts as the position.
  function rescroll(id, from, to) {
    withElement(id, (el) => {
      const top = Math.trunc(el.scrollTop), end = el.scrollHeight - el.clientHeight;
      if (near(top, from) || near(top, end) && end < from) el.scrollTop = to;
    });
  }

  return { giveWay, task, after, scroll, rescroll };
})();
