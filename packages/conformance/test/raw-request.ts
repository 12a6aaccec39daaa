import { connect } from "node:net";

/** One POST, byte for byte. */
export interface RawRequest {
  /** What stands behind `/webhooks/mynth`. */
  readonly suffix?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How the body goes over the wire. Default `"whole"`, with its length in front. */
  readonly framing?: "whole" | "chunked" | "cut off" | "badly chunked";
}

/** Sends by a bare socket, so that what comes back is all that came out: status line, headers and body. */
export function sendRaw(port: number, request: RawRequest): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const received: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => received.push(chunk));
    // A server that gives a connection up may reset it; what it said before is what counts.
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(received).toString("latin1")));
    socket.write(messageOf(request));
    if (request.framing === "cut off") socket.end();
  });
}

function messageOf({ suffix = "", headers, body, framing = "whole" }: RawRequest): string {
  const length = Buffer.byteLength(body);
  const chunk = `${length.toString(16)}\r\n${body}\r\n`;
  const [header, content] = {
    whole: [`content-length: ${length}`, body],
    chunked: ["transfer-encoding: chunked", `${chunk}0\r\n\r\n`],
    "cut off": [`content-length: ${length + 100}`, body],
    "badly chunked": ["transfer-encoding: chunked", `${chunk}no length\r\n${body}`],
  }[framing];
  const lines = Object.entries({ host: "127.0.0.1", connection: "close", ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`POST /webhooks/mynth${suffix} HTTP/1.1`, ...lines, header, "", content].join("\r\n");
}
