import { startServers } from "@mynth-webhooks/test-servers";

export default startServers("redis", "postgres");
