// The receiver of an example with a queue.
import { once } from "node:events";
import { getUrl } from "../receiver/http-server.ts";
import { readSettings } from "../receiver/settings.ts";
import { loadExample } from "./load-example.ts";

const settings = readSettings();
const example = await loadExample(settings);
const app = await example.createReceiver(settings.url, settings.lease);
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
process.stdout.write(`${getUrl(server)}\n`);
