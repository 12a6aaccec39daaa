export { findFreePort } from "./find-free-port.ts";
export { type RunningExample, startExample } from "./start-example.ts";
export { type ServerProxy, startProxy } from "./start-proxy.ts";
export { type Servers, startServers } from "./start-servers.ts";
