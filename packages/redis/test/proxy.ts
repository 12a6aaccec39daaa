import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Passes connections on to a server, and can cut them. */
export async function startProxy(target: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((from) => {
    if (!isOpen) return void from.resetAndDestroy();
    const to = connect(Number(port), hostname);
    const ends = [from, to];
    for (const socket of ends) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        for (const each of ends) each.destroy();
        sockets.delete(socket);
      });
    }
    from.pipe(to).pipe(from);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Cuts every connection. New ones are accepted. */
    cut,
    /** Cuts every connection, and rejects new ones. */
    close() {
      isOpen = false;
      cut();
    },
    open() {
      isOpen = true;
    },
    async stop() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
