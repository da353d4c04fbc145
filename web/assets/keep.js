
// Keeps the site for offline use (see sw.js), offers new versions, and receives
// files that the operating system opens with the site or shares with it. The build
// appends this file to boot.js, except in the single file, which needs no copy.

(() => {
  const boot = globalThis.spoolscope;
  const scope = new URL("./", document.baseURI).href;

  // Sends a message to the service worker and resolves with its answer. It rejects
  // after limit milliseconds.
  function ask(worker, message, limit) {
    return new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      const timer = setTimeout(() => {
        port1.close();
        reject(new Error("no answer"));
      }, limit);
      port1.onmessage = (e) => {
        clearTimeout(timer);
        port1.close();
        resolve(e.data);
      };
      worker.postMessage(message, [port2]);
    });
  }

  // Shows a note in the corner, for what only the user can decide.
  function tell(title, text, actions, otherwise = actions.length > 0 ? "Later" : "Close") {
    document.getElementById("boot-note")?.remove();
    const add = (to, tag, content) => {
      const el = document.createElement(tag);
      if (content) el.textContent = content;
      return to.appendChild(el);
    };
    const box = add(document.body, "div");
    box.id = "boot-note";
    box.className = "note corner";
    box.setAttribute("role", "status");
    const inner = add(box, "div");
    add(add(inner, "p"), "strong", title);
    const body = add(inner, "p", text);
    const row = add(inner, "p");
    row.className = "corner-do";
    for (const [label, fn] of [...actions, [otherwise, () => box.remove()]]) {
      const button = add(row, "button", label);
      button.type = "button";
      button.className = row.childElementCount === 1 && actions.length > 0 ? "btn btn-primary" : "btn";
      button.addEventListener("click", () => fn(body));
    }
  }

  // The registration of exactly this folder, if there is one: getRegistration may
  // return that of a folder above.
  async function own() {
    const registration = await navigator.serviceWorker?.getRegistration(scope);
    return registration?.scope === scope ? registration : undefined;
  }

  // Deletes the stored copy. The next visit requests everything from the server.
  async function forget() {
    await (await own())?.unregister();
    const prefix = "spoolscope " + new URL(scope).pathname + " "; // as in sw.js
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix)) await caches.delete(name);
    }
  }

  // The way out for a user stuck with a stored copy that does not start.
  // Without the server there is nothing better than that copy.
  async function loadAgain(say) {
    say("Asking the server…");
    try {
      for (const name of ["./", "boot.js", "design.css", "app.wasm"]) {
        const response = await fetch(new URL(name, scope), { cache: "reload" });
        if (!response.ok) throw new Error(name + ": " + response.status);
        await response.blob();
      }
    } catch {
      say("The server cannot be reached or lacks a file. The stored copy stays.");
      return;
    }
    await forget().catch(() => {});
    location.reload();
  }

  // Called with the element saying that Spoolscope cannot start or has stopped.
  boot.broken = async (box) => {
    try {
      if (!(await own())?.active) return;
      const row = document.createElement("p");
      const button = row.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = "btn";
      button.textContent = "Forget the stored copy and load again";
      const said = document.createElement("p");
      said.setAttribute("role", "status");
      button.addEventListener("click", () => loadAgain((text) => { said.textContent = text; }));
      box.append(row, said);
      await keep(); // a new version may be the remedy
    } catch { /* nothing is stored */ }
  };

  // Only the user may reload: a queue may be open.
  function offer(worker) {
    const look = () => {
      if (worker.state === "activated" || worker.state === "redundant") location.reload();
    };
    tell("A new version is ready.", "Reload to use it. An open queue is closed.", [["Reload", () => {
      worker.addEventListener("statechange", look);
      worker.postMessage({ kind: "take over" });
      look(); // another tab may have been first
    }]]);
  }

  function watchFor(registration) {
    const watch = (worker) => worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active) offer(worker);
    });
    if (registration.waiting && registration.active) offer(registration.waiting);
    watch(registration.installing);
    registration.addEventListener("updatefound", () => watch(registration.installing));
  }

  // The stored copy must not hide that the site was taken down or replaced by
  // another. Without a network that is unknown. A redirect may lead to a login.
  async function gone() {
    const there = await fetch(new URL("sw.js", scope), { cache: "no-store", redirect: "manual" });
    const script = (there.headers.get("Content-Type") ?? "").includes("javascript");
    if (there.status !== 404 && there.status !== 410 && (script || !there.ok)) return;
    await forget();
    delete document.documentElement.dataset.kept;
    tell("Spoolscope is not at this address any more.", "The stored copy was removed. This page works until it is closed.",
      [["Reload", () => location.reload()]]);
  }

  function activated(worker) {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (worker.state === "activated") resolve(worker);
        if (worker.state === "redundant") reject(new Error("not all files could be kept"));
      };
      worker.addEventListener("statechange", look);
      look();
    });
  }

  async function keep() {
    let registration = await own();
    if (registration) {
      registration.update().catch(gone).catch(() => {});
    } else {
      registration = await navigator.serviceWorker.register(ownScript(new URL("sw.js", scope).href), { updateViaCache: "none" });
    }
    watchFor(registration);
    const worker = await activated(registration.active ?? registration.waiting ?? registration.installing);
    if (!await ask(worker, { kind: "whole" }, 120_000)) return;
    document.documentElement.dataset.kept = ""; // the start page says so
    // Only now may it be installed: files shared with the installed site go to
    // the worker, and would go to the server without one.
    const link = document.createElement("link");
    link.rel = "manifest";
    link.href = "manifest.webmanifest";
    document.head.append(link);
  }

  // Where storage is blocked, the site works all the same.
  boot.started = () => keep().catch(() => {});

  // Removed from the address at once, before anything reads it there.
  const sharedID = new URLSearchParams(location.search).get("shared");
  if (sharedID) history.replaceState(history.state, "", scope + location.hash);

  async function shared() {
    const files = await ask((await own()).active, { kind: "shared", id: sharedID }, 10_000);
    if (files.length === 0) throw new Error("nothing was shared");
    return files;
  }

  // A name that cannot pass for anything else: without characters that act, are not
  // seen or turn the direction of what follows.
  const plain = (name) => name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd").slice(0, 80);
  const size = (n) => n < 1000 ? n + " bytes" : n < 1e6 ? Math.round(n / 1e3) + " kB" : (n / 1e6).toFixed(1) + " MB";
  const most = 5; // files that are named

  // Any site can post files to this one, which looks like a share. Nothing is opened
  // before the user has said so.
  function announce(files, fn) {
    const names = files.slice(0, most).map((f) => "\u2068“" + plain(f.name) + "”\u2069, " + size(f.size));
    if (files.length > most) names.push("and " + (files.length - most) + " more");
    tell("Something was shared with Spoolscope.",
      names.join("; ") + ". Where it comes from is not known: another site may have sent it. Open it only if you shared it.",
      [["Open", () => {
        document.getElementById("boot-note")?.remove();
        fn(files);
      }]], "Discard");
  }

  // Calls fn with the files that the system opened with the installed site, or that
  // were shared with it and the user wants to open.
  boot.launched = (fn) => {
    const lost = () => tell("A file did not arrive.", "Open or share it once more.", []);
    if (sharedID) shared().then((files) => announce(files, fn), lost);
    window.launchQueue?.setConsumer(async (launch) => {
      const handles = [...launch.files ?? []];
      const read = await Promise.allSettled(handles.map((handle) => handle.getFile()));
      const files = read.filter((r) => r.status === "fulfilled").map((r) => r.value);
      if (files.length < handles.length) lost();
      if (files.length > 0) fn(files);
    });
  };
})();
