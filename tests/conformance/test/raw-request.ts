import { connect } from "node:net";

/** One POST, byte for byte. */
export interface RawRequest {
  /** The URL after `/webhooks/mynth`. */
  readonly suffix?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * How the body is sent.
   *
   * @default "whole", with a length
   */
  readonly framing?: "whole" | "chunked" | "cut off" | "badly chunked";
}

/** Sends a request on a socket and returns the whole response: status line, headers and body. */
export function sendRaw(port: number, request: RawRequest): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const received: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => received.push(chunk));
    // A server may reset the connection. Only the response before that matters.
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(received).toString("latin1")));
    socket.write(formatMessage(request));
    if (request.framing === "cut off") socket.end();
  });
}

function formatMessage({ suffix = "", headers, body, framing = "whole" }: RawRequest): string {
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
