export { type Servers, startServers } from "./start-servers.ts";
