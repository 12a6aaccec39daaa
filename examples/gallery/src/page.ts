import { html } from "hono/html";
import { dollars } from "./dollars.ts";
import type { RecordedTask, Totals } from "./records.ts";

/** The page. `html` escapes whatever is put in. */
export function page(tasks: readonly RecordedTask[], totals: Totals) {
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
        <div><dt>Cost</dt><dd>${dollars(totals.cost)}</dd></div>
      </dl>
    </header>
    <main>${tasks.length > 0 ? tasks.map(card) : html`<p class="empty">Nothing has been delivered yet.</p>`}</main>
  </body>
</html>`;
}

function card({ task, event, title, model, cost, receivedAt, pictures }: RecordedTask) {
  return html`
      <article>
        <div class="pictures">${pictures.map(({ file, image }) => {
          const address = `/pictures/${encodeURIComponent(file)}`;
          return html`<a href="${address}"><img src="${address}" alt="${title}" title="${image}" loading="lazy"></a>`;
        })}</div>
        <h2>${title}</h2>
        <dl>
          ${model ? html`<div><dt>Model</dt><dd>${model}</dd></div>` : ""}
          <div><dt>Cost</dt><dd>${cost === null ? "not said" : dollars(cost)}</dd></div>
          <div><dt>Received</dt><dd><time datetime="${receivedAt}">${utc(receivedAt)}</time></dd></div>
          <div><dt>Event</dt><dd>${event}</dd></div>
          <div><dt>Task</dt><dd>${task}</dd></div>
        </dl>
      </article>`;
}

/** `"2026-11-23T16:40:00Z"` as `"2026-11-23 16:40 UTC"`. */
function utc(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
