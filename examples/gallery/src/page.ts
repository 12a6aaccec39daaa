import { html } from "hono/html";
import { formatDollars } from "./dollars.ts";
import type { RecordedTask, Totals } from "./records.ts";

/** Renders the page. `html` escapes every value. */
export function renderPage(tasks: readonly RecordedTask[], totals: Totals) {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Gallery</title>
    <link rel="stylesheet" href="/gallery.css">
  </head>
  <body>
    <header>
      <h1>Gallery</h1>
      <dl>
        <div><dt>Tasks</dt><dd>${totals.tasks}</dd></div>
        <div><dt>Pictures</dt><dd>${totals.pictures}</dd></div>
        <div><dt>Cost</dt><dd>${formatDollars(totals.cost)}</dd></div>
      </dl>
    </header>
    <main>${tasks.length > 0 ? tasks.map(renderCard) : html`<p class="empty">Nothing has been delivered yet.</p>`}</main>
  </body>
</html>`;
}

function renderCard({ task, event, title, model, cost, receivedAt, pictures }: RecordedTask) {
  return html`
      <article>
        <div class="pictures">${pictures.map(({ file, image }) => {
          const address = `/pictures/${encodeURIComponent(file)}`;
          return html`<a href="${address}"><img src="${address}" alt="${title}" title="${image}" loading="lazy"></a>`;
        })}</div>
        <h2>${title}</h2>
        <dl>
          ${model ? html`<div><dt>Model</dt><dd>${model}</dd></div>` : ""}
          <div><dt>Cost</dt><dd>${cost === null ? "unknown" : formatDollars(cost)}</dd></div>
          <div><dt>Received</dt><dd><time datetime="${receivedAt}">${formatUtc(receivedAt)}</time></dd></div>
          <div><dt>Event</dt><dd>${event}</dd></div>
          <div><dt>Task</dt><dd>${task}</dd></div>
        </dl>
      </article>`;
}

/** Formats `"2026-11-23T16:40:00Z"` as `"2026-11-23 16:40 UTC"`. */
function formatUtc(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
