// The app's own code, kept for when there is no network. Answers of the server are never kept here: what was seen of
// them is in the user's own store (src/lib/seen-store.ts), which goes with the session.
// scripts/service-worker.ts puts in what the build made.
const version = "BUILD_VERSION";
const files = ["BUILD_FILES"];

const prefix = "careconnect-code-";
const cacheName = prefix + version;
/** Addresses of other programs at this origin: they answer for themselves. */
const programs = /^\/(graphql|oidc|session|healthz|readyz|metrics|files|webhooks|import)(\/|$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A newer version waits until somebody wants it: a page must not get half of each.
self.addEventListener("message", ({ data }) => {
  if (data === "take over") {
    self.skipWaiting();
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || programs.test(pathname)) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => kept("/index.html")));
  } else if (files.includes(pathname)) {
    event.respondWith(kept(pathname).then((response) => response ?? fetch(request)));
  }
});

function isOld(name) {
  return name.startsWith(prefix) && name !== cacheName;
}

async function kept(path) {
  return (await caches.open(cacheName)).match(path);
}
