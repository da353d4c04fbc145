// Runs before the page's own scripts: notes when what is seen for the first
// time, opens the sample queue as soon as that can be done, and how long the
// page was busy without a break meanwhile.
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

  // A frame shows what is in the document when it begins, so the next one
  // tells that it was shown.
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
    if (document.querySelector("a.archive") && document.querySelector('.kpis[aria-label="The queue at a glance"]')) {
      requestAnimationFrame(() => { times.sample = performance.now(); });
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
