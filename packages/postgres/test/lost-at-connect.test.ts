import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { migrationFor, postgresStore } from "../src/index.ts";
import { createTableName } from "./tables.ts";

const { postgres: url = "" } = inject("servers");

/** The message of a server that ends a connection, after which it closes it. */
const fatal = createMessage("E", "SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");
const readyForQuery = createMessage("Z", "I");

function createMessage(type: string, content: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + content.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(content)]);
}

describe.skipIf(!url)("a connection that the server ends in the packet that opens it", () => {
  const table = createTableName();
  const admin = new Pool({ connectionString: url });
  const sockets: Socket[] = [];
  let failures = 0;
  /** A proxy that adds the server's message to the end of the handshake, as often as a test says. */
  const proxy = createServer((client) => {
    const server = createConnection(Number(new URL(url).port), "127.0.0.1");
    sockets.push(client, server);
    client.on("error", () => server.destroy()).pipe(server);
    server.on("error", () => client.destroy());
    server.on("data", (data) => {
      if (!data.includes(readyForQuery) || failures === 0) return void client.write(data);
      failures -= 1;
      client.end(Buffer.concat([data, fatal]));
    });
  });

  beforeAll(async () => {
    await admin.query(migrationFor(table));
    await once(proxy.listen(0, "127.0.0.1"), "listening");
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    await admin.end();
  });

  function createPool(): Pool {
    const proxied = new URL(url);
    proxied.port = `${(proxy.address() as AddressInfo).port}`;
    return new Pool({ connectionString: proxied.href, max: 1 });
  }

  test("rejects the claim, and does not end the process", async () => {
    const pool = createPool();
    const store = postgresStore(pool, { table });
    failures = 1;
    await expect(store.claim("a", "a", 60_000)).rejects.toThrow();
    expect(failures).toBe(0);
    expect(await store.claim("a", "a", 60_000)).toBe("claimed");
    await pool.end();
  });

  test("rejects the transaction, and does not end the process", async () => {
    const pool = createPool();
    const store = postgresStore(admin, { table });
    const claim = { key: "b", owner: "b", retention: 60_000 };
    await store.claim("b", "b", 60_000);
    failures = 1;
    await expect(store.completeInTransaction(pool, claim, async () => {})).rejects.toThrow();
    expect(failures).toBe(0);
    await store.completeInTransaction(pool, claim, async () => {});
    expect(await store.claim("b", "c", 60_000)).toBe("done");
    await pool.end();
  });
});
