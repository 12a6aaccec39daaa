export { type RunningExample, startExample } from "./start-example.ts";
export { type Servers, startServers } from "./start-servers.ts";
