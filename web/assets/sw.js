// Keeps the site's files, so that it opens without a network. The build puts
// two constants in front of this text: build, which names this version, and
// files, a table of name to [SHA-256 as in an integrity attribute, media type].

"use strict";

const scope = registration.scope;
// Caches belong to an origin: the path keeps two sites of one apart. keep.js
// knows this name too.
const prefix = "spoolscope " + new URL(scope).pathname + " ";
const version = prefix + build;

// Many servers redirect index.html to its folder, which is how it is opened.
const addressOf = (name) => new URL(name === "index.html" ? "./" : name, scope).href;

function response(body, name) {
  const [integrity, type] = files[name];
  return new Response(body, { headers: { "Content-Type": type, "X-Content-Type-Options": "nosniff", "ETag": '"' + integrity + '"' } });
}

const kept = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));

// A file that reads the same in another version needs no fetch: what is kept
// was checked when it came.
async function before(name) {
  for (const cacheName of await kept()) {
    const found = await caches.match(addressOf(name), { cacheName });
    if (found?.headers.get("ETag") === '"' + files[name][0] + '"') return response(await found.blob(), name);
  }
  return null;
}

// The page has just loaded most files, so the browser's own cache may answer.
// What is stale there does not match, and is asked for once more.
async function fetched(name) {
  const ask = async (cache) => {
    const got = await fetch(addressOf(name), { cache, integrity: files[name][0], credentials: "same-origin" });
    if (!got.ok) throw new Error(name + ": " + got.status);
    return response(await got.blob(), name);
  };
  return ask("default").catch(() => ask("reload"));
}

// All files or none: nothing is stored before all of them have come and match.
async function install() {
  const found = await Promise.all(Object.keys(files).map(async (name) => [name, await before(name) ?? await fetched(name)]));
  await caches.delete(version); // what is left of an install that was cut off
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
  // The first page, too, is to find its files without a network.
  await clients.claim();
}

// A browser may throw a cache away at any time. Whether everything is there is
// found out anew; what is missing is fetched, if the server still has it.
async function whole() {
  const found = await Promise.all(Object.keys(files).map((name) => caches.match(addressOf(name), { cacheName: version })));
  if (!found.every(Boolean)) await install();
}

const answer = (request, name) =>
  caches.match(addressOf(name), { cacheName: version }).catch(() => undefined).then((found) => found ?? fetch(request));

// What was shared waits here, in memory and never on the disk, until the page
// that opens takes it.
const shared = new Map();
const sharedFor = 60_000; // milliseconds

async function share(event) {
  const form = await event.request.formData();
  const given = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
  const text = String(form.get("text") ?? "").replaceAll("\r\n", "\n"); // a form makes every line end in CR LF
  if (given.length === 0 && text.trim() !== "") given.push(new File([text], "shared.txt", { type: "text/plain" }));
  const id = crypto.randomUUID();
  // A worker without work is ended, and with it what it holds.
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

// Answers for the site's own files and for nothing else. What asks for a fresh
// copy gets it from the server.
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
