// Shows what is pushed to this browser. It looks after no page: it stands beside them, below /notifications/.

self.addEventListener('push', (event) => {
  const { title, body, tag, url, quotes } = event.data.json();
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, data: { url, quotes }, icon: '/favicon.svg' }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(go(new URL(event.notification.data.url, self.location.origin)));
});

/** To a page that is open already, if there is one. Never to another site. */
async function go(url) {
  if (url.origin !== self.location.origin) return;
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!page) {
    await self.clients.openWindow(url);
    return;
  }
  page.postMessage({ goTo: url.pathname + url.search });
  await page.focus();
}
