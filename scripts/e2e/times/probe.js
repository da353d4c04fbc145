// Runs before the page's own scripts: records when each stage is first seen, opens
// the sample queue as soon as possible, and records the longest time for which the
// page was busy without a break.
(() => {
  const times = { first: 0, ready: 0, sample: 0, pause: 0 };
  globalThis.spoolscopeTimes = times;

  let last = performance.now();
  const beat = () => {
    const now = performance.now();
    times.pause = Math.max(times.pause, now - last);
    last = now;
    if (!times.sample) setTimeout(beat, 0);
  };
  beat();

  // A frame shows the document as it was when the frame began, so that state is
  // on the screen when the next frame begins.
  const look = () => {
    const seen = performance.now();
    if (!times.first && document.body?.innerText.trim()) {
      requestAnimationFrame(() => { times.first ||= performance.now(); });
    }
    const open = [...document.querySelectorAll("main .drop-actions button")].find((b) => b.textContent.includes("sample"));
    if (open && !times.ready) {
      times.ready = seen;
      open.click();
    }
    if (document.querySelector("a.archive") && document.querySelector(".story .glance")) {
      requestAnimationFrame(() => { times.sample = performance.now(); });
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
