// A worker of an example with a queue.
import { setTimeout as wait } from "node:timers/promises";
import { appendEffect } from "../effect.ts";
import { readSettings } from "../receiver/settings.ts";
import { loadExample } from "./load-example.ts";

const settings = readSettings();
const { url, lease, worker, workMs, effectsFile } = settings;
const example = await loadExample(settings);
await example.startWorker(url, lease, {
  all: async ({ task }) => {
    appendEffect(effectsFile, { event: task.id, worker, at: Date.now() });
    await wait(Math.random() * workMs);
  },
});
process.stdout.write("ready\n");
