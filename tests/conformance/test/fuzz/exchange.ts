import { connect } from "node:net";
import type { WireRequest } from "./wire-request.ts";

/** In milliseconds: a response that takes longer counts as a hang. */
const timeoutMs = 5000;

/** Formats a request, byte for byte. */
export function formatRequest({ method, target, headers, content }: WireRequest): Buffer {
  const names = headers.map(([name]) => name.toLowerCase());
  const all = [...(names.includes("host") ? [] : [["host", "localhost"] as const]), ...headers];
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1"), content]);
}

/** Sends a request. Returns the status of its response, or `"closed"` if there is none, or `"hung"`. */
export function exchange(port: number, request: WireRequest): Promise<number | "closed" | "hung"> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    const finish = (result: number | "closed" | "hung") => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(finish, timeoutMs, "hung");
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      // Interim responses come before the final one.
      const final = /(?:^|\r\n\r\n)HTTP\/1\.1 ([2-9][0-9][0-9])/.exec(received);
      if (final) finish(Number(final[1]));
    });
    socket.on("error", () => {});
    socket.on("close", () => finish("closed"));
    socket.write(formatRequest(request));
    if (request.incomplete) socket.end();
  });
}
