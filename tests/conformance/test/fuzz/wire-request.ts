import { createHmac } from "node:crypto";
import { customWebhook } from "@mynth-webhooks/core";
import { asStandardWebhooks, exampleEvent } from "@mynth-webhooks/testing";
import { path } from "../hostile/deliveries.ts";
import type { Edit, FuzzBody, FuzzRequest } from "./fuzz-request.ts";

/** The secrets of the servers, and what they accept in a URL. */
export const secrets = {
  mynth: "wbs_fuzz_0123456789",
  "old secret": "wbs_fuzz_old_0123456789",
  standard: `whsec_${Buffer.from("a key for fuzzing, 32 bytes long").toString("base64")}`,
} as const;
export const ownToken = "a-token-of-our-own/+= 0123";
export const mintingSecret = "a-secret-that-mints-tokens";

const foreignSecret = "wbs_foreign_0123456789";
const foreignToken = "somebody-else's-token-0123";

type Header = [name: string, value: string];

/** A request as it is sent, and what it was made of. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The bytes after the head. */
  readonly content: Buffer;
  /** The bytes that may be the body: more than one if the headers disagree. */
  readonly bodies: readonly Buffer[];
  /** `true` if the server may have to wait for more of the body. */
  readonly incomplete: boolean;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.reduce((changed, { at, remove, insert }) => {
    const start = Math.round(at * changed.length);
    return changed.slice(0, start) + insert + changed.slice(start + remove);
  }, text);
}

const completed = "task.image.generate.completed";

/** The body before it is changed, as latin1 characters. */
function formatBody(body: FuzzBody, task: string, standard: boolean): string {
  if (body.kind === "bytes") return body.latin1;
  if (body.kind === "json") return toLatin1(body.json);
  const event = exampleEvent(completed, { task: { id: task } });
  const json = JSON.stringify(standard ? asStandardWebhooks(event) : event);
  if (body.kind === "example") return toLatin1(json);
  const named = json.replace(JSON.stringify(completed), () => JSON.stringify(body.name));
  return toLatin1(`${named.slice(0, -1)},${JSON.stringify(body.key)}:${body.json}}`);
}

const toLatin1 = (text: string) => Buffer.from(text).toString("latin1");

/** Signs before changes. */
function sign({ credential }: FuzzRequest["identity"], body: Buffer, task: string): Header[] {
  if (credential === "none") return [];
  const time = Math.floor(Date.now() / 1000) - (credential === "stale" ? 310 : 0);
  const digest = (key: string | Buffer, prefix: string) =>
    createHmac("sha256", key).update(prefix).update(body).digest();
  if (credential === "standard") {
    // The id of the body of asStandardWebhooks().
    const id = task.replace("tsk_", "evt_");
    const key = Buffer.from(secrets.standard.slice("whsec_".length), "base64");
    const signature = digest(key, `${id}.${time}.`).toString("base64");
    return [
      ["webhook-id", id],
      ["webhook-timestamp", `${time}`],
      ["webhook-signature", `v1,${signature}`],
    ];
  }
  const secret = {
    mynth: secrets.mynth,
    stale: secrets.mynth,
    "old secret": secrets["old secret"],
    "foreign secret": foreignSecret,
  }[credential];
  return [["x-mynth-signature", `t=${time},v1=${digest(secret, `${time}.`).toString("hex")}`]];
}

async function createToken(token: FuzzRequest["identity"]["token"]): Promise<string | undefined> {
  if (token === "none") return undefined;
  if (token === "own") return ownToken;
  const secret = token === "foreign" ? foreignToken : mintingSecret;
  const clock = () => Date.now() - (token === "expired" ? 8 * 86_400_000 : 0);
  const { url } = await customWebhook("https://example.com/", { secret, clock, state: { order: "ord_1" } });
  return new URL(url).searchParams.get("token") ?? "";
}

const encodeAll = (text: string) => Array.from(Buffer.from(text), (code) => `%${code.toString(16)}`).join("");

async function formatTarget({ identity: { token }, tokenPlace, tokenEdits }: FuzzRequest): Promise<string> {
  const plain = await createToken(token);
  if (plain === undefined)
    return applyEdits(
      path,
      tokenEdits.map((edit) => ({ ...edit, at: 1, remove: 0 })),
    );
  const text = applyEdits(encodeURIComponent(plain), tokenEdits);
  return {
    path: `${path}/${text}`,
    query: `${path}?token=${text}`,
    "second in query": `${path}?token=first&token=${text}`,
    "array in query": `${path}?token[]=${text}`,
    "encoded path": `${path}/${encodeAll(plain)}${text.slice(plain.length)}`,
  }[tokenPlace];
}

/** Repeats a header line. */
const copyLine: Readonly<Record<FuzzRequest["signatureCopy"], (line: Header) => Header[]>> = {
  none: (line) => [line],
  again: (line) => [line, line],
  "junk before": (line) => [[line[0], "t=1,v1=0"], line],
  "junk after": (line) => [line, [line[0], "x=y"]],
  "empty before": (line) => [[line[0], ""], line],
};

/** What the framing makes of a body: headers, the bytes that are sent, and the body that a server may read. */
function frame(framing: FuzzRequest["framing"], body: Buffer) {
  const length = (bytes: number) => [["content-length", `${bytes}`]] as Header[];
  switch (framing) {
    case "length":
      return { headers: length(body.length), content: body, bodies: [body], incomplete: false };
    case "short length": {
      const half = Math.floor(body.length / 2);
      return { headers: length(half), content: body, bodies: [body.subarray(0, half)], incomplete: false };
    }
    case "long length":
      return { headers: length(body.length + 10), content: body, bodies: [], incomplete: true };
    case "no length":
      return { headers: [], content: body, bodies: [Buffer.alloc(0)], incomplete: false };
    case "chunked": {
      const chunk = body.length === 0 ? [] : [`${body.length.toString(16)}\r\n`, body, "\r\n"];
      const content = Buffer.concat([...chunk, "0\r\n\r\n"].map((each) => Buffer.from(each)));
      return {
        headers: [["transfer-encoding", "chunked"]] as Header[],
        content,
        bodies: [body],
        incomplete: false,
      };
    }
  }
}

/** Makes a request out of its description, signed now. */
export async function createWireRequest(request: FuzzRequest, task: string): Promise<WireRequest> {
  const signed = formatBody(request.body, task, request.identity.credential === "standard");
  const lines = sign(request.identity, Buffer.from(signed, "latin1"), task).map(
    ([name, value]): Header => [name, applyEdits(value, request.signatureEdits)],
  );
  const changed = Buffer.from(applyEdits(signed, request.bodyEdits), "latin1");
  const body = changed.subarray(0, Math.floor(request.keptPart * changed.length));
  const framed = frame(request.framing, body);
  // Another length may be the one that counts.
  const reframing = request.headers.filter(([name]) => /^(content-length|transfer-encoding)$/i.test(name.trim()));
  const lengths = reframing.map(([, value]) => Number(value)).filter((length) => length >= 0);
  return {
    method: request.method,
    target: await formatTarget(request),
    headers: [...lines.flatMap(copyLine[request.signatureCopy]), ...request.headers, ...framed.headers],
    content: framed.content,
    bodies: reframing.length > 0 ? [body, ...lengths.map((length) => body.subarray(0, length))] : framed.bodies,
    incomplete: framed.incomplete || reframing.length > 0,
  };
}

/** Whether nothing is changed, so that the delivery must be accepted. */
export function isUntouched(request: FuzzRequest): boolean {
  const { tokenPlace } = request;
  const { credential, token } = request.identity;
  const bySignature = ["mynth", "old secret", "standard"].includes(credential) && token === "none";
  const byToken = credential === "none" && ["own", "minted"].includes(token) && tokenPlace === "query";
  return (
    (bySignature || byToken) &&
    request.method === "POST" &&
    request.body.kind === "example" &&
    [request.tokenEdits, request.signatureEdits, request.bodyEdits, request.headers].every(
      ({ length }) => length === 0,
    ) &&
    (request.signatureCopy === "none" || byToken) &&
    request.keptPart === 1 &&
    ["length", "chunked"].includes(request.framing)
  );
}
