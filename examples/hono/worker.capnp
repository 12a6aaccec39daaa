# What workerd is told by `npm start`; Cloudflare and wrangler read wrangler.jsonc.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "dist/worker.js")],
  bindings = [(name = "MYNTH_WEBHOOK_SECRET", fromEnvironment = "MYNTH_WEBHOOK_SECRET")],
  compatibilityDate = "2026-05-01",
);
