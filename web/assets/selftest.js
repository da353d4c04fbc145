// Tries every way out of the page that a browser offers, towards an address
// that cannot exist (RFC 6761 section 6.4), and reports how each one ended.

const selfTest = (() => {
  const host = "spoolscope-self-test.invalid";

  // How long a violation report may take after the attempt has failed or
  // succeeded, and how long an attempt may take at all; in milliseconds. On a busy
  // machine a worker takes seconds to start, and its way would seem open.
  const grace = 150;
  const patience = 6000;

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // Resolves when one of the events of an object fires.
  const settled = (target, ...events) => new Promise((resolve) => {
    for (const e of events) target.addEventListener(e, resolve, { once: true });
  });

  // Puts an element into the page until its attempt has ended.
  function element(name, properties) {
    const e = Object.assign(document.createElement(name), { hidden: true }, properties);
    const end = settled(e, "load", "error", "loadeddata");
    document.body.append(e);
    return end.finally(() => e.remove());
  }

  const missing = Symbol("not in this browser");

  // Each takes an address; what it returns settles, in either way, when its attempt
  // has ended. A synchronous exception means that the browser refused.
  const ways = {
    fetch: (url) => fetch(url, { mode: "no-cors" }),
    xhr(url) {
      const x = new XMLHttpRequest();
      x.open("GET", url);
      x.send();
      return settled(x, "loadend");
    },
    websocket(url) {
      return settled(new WebSocket(url.replace("https", "wss")), "open", "close");
    },
    eventsource(url) {
      const s = new EventSource(url);
      return settled(s, "open", "error").finally(() => s.close());
    },
    webtransport(url) {
      if (!globalThis.WebTransport) return missing;
      return new WebTransport(url).ready;
    },
    beacon(url) {
      if (!navigator.sendBeacon) return missing;
      if (!navigator.sendBeacon(url, "test")) throw new Error("refused");
    },
    image: (url) => element("img", { src: url }),
    media: (url) => element("audio", { src: url, preload: "auto" }),
    style: (url) => element("link", { rel: "stylesheet", href: url }),
    font: (url) => new FontFace("spoolscope-self-test", "url(" + url + ")").load(),
    script: (url) => import(url),
    frame: (url) => element("iframe", { src: url }),
    form(url) {
      const frame = Object.assign(document.createElement("iframe"), { name: host, hidden: true });
      const form = Object.assign(document.createElement("form"), { action: url, target: host, hidden: true });
      document.body.append(frame, form);
      const end = settled(frame, "load");
      form.submit();
      return end.finally(() => { frame.remove(); form.remove(); });
    },
    preload: (url) => element("link", { rel: "preload", as: "style", href: url }),
    prefetch(url) {
      if (!document.createElement("link").relList.supports("prefetch")) return missing;
      return element("link", { rel: "prefetch", href: url });
    },
    worker(url, violated) {
      const source = scriptOf("(" + workerMain + ")('" + url + "', " + grace + ")");
      const worker = new Worker(source);
      return new Promise((resolve) => {
        worker.onerror = resolve;
        worker.onmessage = ({ data }) => {
          if (data.length) violated(...data);
          else resolve(data.mute);
        };
      }).finally(() => {
        worker.terminate();
        URL.revokeObjectURL(source);
      });
    },
    webrtc(url) {
      if (!globalThis.RTCPeerConnection) return missing;
      const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:" + new URL(url).host }] });
      peer.createDataChannel("");
      const end = settled(peer, "icecandidate", "icecandidateerror");
      return peer.createOffer().then((o) => peer.setLocalDescription(o)).then(() => end).finally(() => peer.close());
    },
  };

  // Runs in the worker, from its source text.
  async function workerMain(url, grace) {
    let heard = false;
    addEventListener("securitypolicyviolation", (e) => {
      heard = true;
      postMessage([e.blockedURI, e.effectiveDirective]);
    });
    const refused = (u) => fetch(u, { mode: "no-cors" }).then(() => false, () => true);
    await refused(url);
    await new Promise((resolve) => setTimeout(resolve, grace));
    postMessage({ mute: !heard && await refused("data:,") });
  }

  // Some violations are not reported: preloads in Firefox, workers in WebKit.
  // There an address that would answer without the network shows whether the
  // browser refuses.
  const mutely = {
    preload: async () => (await element("link", { rel: "preload", as: "style", href: "data:text/css," })).type === "error",
    worker: (result) => result === true,
  };

  // Tries one way. Only the browser's violation report is proof: an attempt
  // that merely fails may have reached the network first.
  async function attempt(name) {
    const url = "https://" + name + "." + host + "/";
    let proof = null;
    const violated = (blocked, directive) => {
      if (blocked.includes("//" + name + ".") || blocked === "wss") proof ??= directive;
    };
    const hear = (e) => violated(e.blockedURI, e.effectiveDirective);
    document.addEventListener("securitypolicyviolation", hear);
    try {
      let result;
      try {
        result = ways[name](url, violated);
      } catch {
        await wait(grace);
        return proof ? ["policy", proof] : ["refused", ""];
      }
      if (result === missing) return ["missing", ""];
      const late = performance.now() + patience;
      let ended = false;
      let last;
      Promise.resolve(result).then((r) => { last = r; }, () => {}).then(() => wait(grace)).then(() => { ended = true; });
      while (!proof && !ended && performance.now() < late) await wait(20);
      if (proof) return ["policy", proof];
      // Firefox prefetches only for pages from a server: on file:// it ignores the
      // link and fires no event.
      if (name === "prefetch" && !ended && location.protocol === "file:") return ["missing", ""];
      return [ended && await mutely[name]?.(last) ? "refused" : "open", ""];
    } finally {
      document.removeEventListener("securitypolicyviolation", hear);
    }
  }

  // One after the other, so that each report can be attributed.
  return async (report) => {
    for (const name of Object.keys(ways)) report(name, ...await attempt(name));
  };
})();
