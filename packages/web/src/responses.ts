/** Responds to a request without a delivery: the URL was opened in a browser, or somebody asks for its methods. */
export function respondToSafeMethod(method: string): Response {
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: "OPTIONS, POST" } });
  const body = method === "HEAD" ? null : "This URL receives webhooks, by POST.\n";
  return new Response(body, { status: 405, headers: { allow: "OPTIONS, POST", "content-type": "text/plain" } });
}

/** Logs an error, and creates the response that makes the sender retry. The sender gets no details. */
export function createFailure(what: string, error: unknown): Response {
  console.error(`mynthWebhook: ${what}.`, error);
  return new Response("Internal Server Error", { status: 500, headers: { "content-type": "text/plain" } });
}

/** Whether a handler has returned a response, of any implementation: some frameworks bring their own class. */
export function isResponse(value: unknown): value is Response {
  return value instanceof Response || Object.prototype.toString.call(value) === "[object Response]";
}
