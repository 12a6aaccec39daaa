import { mynthWebhook } from "@mynth-webhooks/web";
import { bodyLimit, type Echo, getHmac, path, secrets, token } from "./settings.ts";

/** The tasks that the handler received. */
const seen: string[] = [];

const webhook = mynthWebhook(
  (event, { scheme }) => {
    seen.push(event.task.id);
    return Response.json({ event: event.event, task: event.task.id, scheme } satisfies Echo);
  },
  { secret: secrets, token, bodyLimit },
);

/** The web handler behind a small router, for every runtime. */
export function handleRequest(request: Request): Response | Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/hmac") return new Response(getHmac());
  if (pathname === "/seen") return Response.json(seen);
  if (pathname !== path) return new Response("not found", { status: 404 });
  // The application's own page.
  return request.method === "GET" && request.headers.get("content-length") === null
    ? new Response("open")
    : webhook(request);
}
