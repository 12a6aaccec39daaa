// Loaded with --import before anything else, as Sentry's documentation says.
import * as Sentry from "@sentry/node";

const names = [];
globalThis[Symbol.for("neighbours.names-of-spans")] = () => names;
Sentry.init({
  dsn: "https://public@127.0.0.1/1",
  tracesSampleRate: 1,
  traceLifecycle: "static",
  sendDefaultPii: true,
  integrations: [Sentry.httpServerIntegration({ maxRequestBodySize: "always" })],
  transport: () => ({ send: async () => ({}), flush: async () => true }),
  beforeSendTransaction(event) {
    names.push(event.transaction, ...(event.spans ?? []).map(({ description }) => description));
    return event;
  },
});
