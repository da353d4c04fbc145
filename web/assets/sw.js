// Keeps the site's files, so that it opens without a network. The build
// prepends two constants to this file: build, which names this version, and
// files, a table of name to [SHA-256 as in an integrity attribute, media type].

"use strict";

const scope = registration.scope;
// Caches belong to an origin: the path separates two sites on one origin.
// keep.js uses this name, too.
const prefix = "spoolscope " + new URL(scope).pathname + " ";
const version = prefix + build;

// Many servers redirect index.html to its folder, so the page has that address.
const addressOf = (name) => new URL(name === "index.html" ? "./" : name, scope).href;

function response(body, name) {
  const [integrity, type] = files[name];
  return new Response(body, { headers: { "Content-Type": type, "X-Content-Type-Options": "nosniff", "ETag": '"' + integrity + '"' } });
}

const kept = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));

// A file that is identical in another version needs no fetch: the kept copy was
// verified when it arrived.
async function before(name) {
  for (const cacheName of await kept()) {
    const found = await caches.match(addressOf(name), { cacheName });
    if (found?.headers.get("ETag") === '"' + files[name][0] + '"') return response(await found.blob(), name);
  }
  return null;
}

// The page has just loaded most files, so the browser's own cache may answer.
// A stale file there does not match, and is requested again.
async function fetched(name) {
  const ask = async (cache) => {
    const got = await fetch(addressOf(name), { cache, integrity: files[name][0], credentials: "same-origin" });
    if (!got.ok) throw new Error(name + ": " + got.status);
    return response(await got.blob(), name);
  };
  return ask("default").catch(() => ask("reload"));
}

// All files or none: nothing is stored before all of them have arrived and match.
async function install() {
  const found = await Promise.all(Object.keys(files).map(async (name) => [name, await before(name) ?? await fetched(name)]));
  await caches.delete(version); // remains of an interrupted install
  try {
    const cache = await caches.open(version);
    await Promise.all(found.map(([name, file]) => cache.put(addressOf(name), file)));
  } catch (err) {
    await caches.delete(version); // the storage may be full
    throw err;
  }
}

async function activate() {
  const old = (await kept()).filter((name) => name !== version);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The first page must also find its files without a network.
  await clients.claim();
}

// A browser may evict a cache at any time. Check again that everything is
// there; what is missing is fetched, if the server still has it.
async function whole() {
  const found = await Promise.all(Object.keys(files).map((name) => caches.match(addressOf(name), { cacheName: version })));
  if (!found.every(Boolean)) await install();
}

const answer = (request, name) =>
  caches.match(addressOf(name), { cacheName: version }).catch(() => undefined).then((found) => found ?? fetch(request));

// Shared files wait here, in memory and never on disk, until the page that
// opens takes them.
const shared = new Map();
const sharedFor = 60_000; // milliseconds

async function share(event) {
  const form = await event.request.formData();
  const given = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
  const text = String(form.get("text") ?? "").replaceAll("\r\n", "\n"); // a form makes every line end in CR LF
  if (given.length === 0 && text.trim() !== "") given.push(new File([text], "shared.txt", { type: "text/plain" }));
  const id = crypto.randomUUID();
  // The browser ends an idle worker, and what it holds is lost.
  event.waitUntil(new Promise((done) => {
    shared.set(id, { given, done });
    setTimeout(() => take(id), sharedFor);
  }));
  return Response.redirect(scope + "?shared=" + id, 303);
}

function take(id) {
  const { given = [], done } = shared.get(id) ?? {};
  shared.delete(id);
  done?.();
  return given;
}

addEventListener("install", (e) => e.waitUntil(install()));
addEventListener("activate", (e) => e.waitUntil(activate()));

addEventListener("message", (e) => {
  const [port] = e.ports;
  switch (e.data?.kind) {
    case "take over":
      return skipWaiting();
    case "whole":
      return e.waitUntil(whole().then(() => port.postMessage(true), () => port.postMessage(false)));
    case "shared":
      return port.postMessage(take(e.data.id));
  }
});

// Answers for the site's own files and nothing else. A request for a fresh copy
// goes to the server.
addEventListener("fetch", (e) => {
  const { request } = e;
  const url = new URL(request.url);
  const address = url.origin + url.pathname;
  if (!address.startsWith(scope)) return;
  const name = address.slice(scope.length) || "index.html";
  if (!Object.hasOwn(files, name)) return;
  const page = request.mode === "navigate" && name === "index.html";
  if (page && request.method === "POST") return e.respondWith(share(e));
  if (request.method !== "GET" || url.search !== "" && !page) return;
  if (!page && (request.cache === "reload" || request.cache === "no-store")) return;
  e.respondWith(answer(request, name));
});
