import { decodeBase64 } from "../crypto/base64.ts";

/** What may have become of the body on its way to whoever verifies. */
export interface BodyHypothesis {
  /** Stable, for programs. */
  readonly name: string;
  /** What happened and what to change, for people. */
  readonly sentence: string;
  /** What was signed, if that is what happened; `undefined` where it cannot have. */
  readonly undo: (body: Uint8Array) => Uint8Array | undefined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function ofText(undo: (text: string) => string | undefined): (body: Uint8Array) => Uint8Array | undefined {
  return (body) => {
    try {
      const text = undo(decoder.decode(body));
      return text === undefined ? undefined : encoder.encode(text);
    } catch {
      return undefined;
    }
  };
}

function json(indent?: number | string): (body: Uint8Array) => Uint8Array | undefined {
  return ofText((text) => JSON.stringify(JSON.parse(text), undefined, indent));
}

/** What no parser has to read for: numbers and escapes stay as they are written. */
function withoutWhiteSpace(text: string): string {
  JSON.parse(text); // Throws unless every quotation mark has its fellow, which the pattern relies on.
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}

const reserialized =
  "The JSON was parsed and written again before it was verified: verify the bytes as they came, and put mynthWebhook() before every body parser.";

/** In the order in which they are tried: what is met most often first. */
export const bodyHypotheses: readonly BodyHypothesis[] = [
  { name: "reserialized_compact", sentence: reserialized, undo: json() },
  { name: "reserialized_indented", sentence: reserialized, undo: json(2) },
  { name: "reserialized_indented", sentence: reserialized, undo: json(4) },
  { name: "reserialized_indented", sentence: reserialized, undo: json("\t") },
  {
    name: "reformatted",
    sentence:
      "White space was put between the parts of the JSON, as a formatter does: verify the bytes as they came, and put mynthWebhook() before whatever does it.",
    undo: ofText(withoutWhiteSpace),
  },
  {
    name: "quoted_body",
    sentence:
      "The body was made a JSON text once more: something stringified what was a text already. Verify the body itself.",
    undo: ofText((text) => {
      const inner: unknown = JSON.parse(text);
      return typeof inner === "string" ? inner : undefined;
    }),
  },
  {
    name: "base64_body",
    sentence:
      "The body is still in base64, as some platforms hand it over: decode it before verifying (isBase64Encoded).",
    undo: (body) => {
      const text = String.fromCharCode(...body.slice(0, 65_536));
      return body.length > 65_536 ? undefined : decodeBase64(text);
    },
  },
  {
    name: "trailing_newline_added",
    sentence: "A line end was added to the body, as editors and `echo` do: save and verify the bytes as they came.",
    undo: ofText((text) => (/\r?\n$/.test(text) ? text.replace(/\r?\n$/, "") : undefined)),
  },
  {
    name: "trailing_newline_lost",
    sentence: "The line end of the body was lost: something trims it before it is verified.",
    undo: ofText((text) => `${text}\n`),
  },
  {
    name: "byte_order_mark_lost",
    sentence: "The byte order mark of the body was lost: something decoded it to text before it was verified.",
    undo: ofText((text) => `\ufeff${text}`),
  },
  {
    name: "byte_order_mark_added",
    sentence: "A byte order mark was put in front of the body: save and verify the bytes as they came.",
    undo: ofText((text) => (text.startsWith("\ufeff") ? text.slice(1) : undefined)),
  },
  {
    name: "line_ends_changed",
    sentence:
      "The line ends of the body were made CRLF, as some editors and proxies do: verify the bytes as they came.",
    undo: ofText((text) => (text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : undefined)),
  },
  {
    name: "line_ends_changed",
    sentence: "The line ends of the body were made LF: verify the bytes as they came.",
    undo: ofText((text) => (/[^\r]\n/.test(text) ? text.replaceAll(/\r?\n/g, "\r\n") : undefined)),
  },
  {
    name: "decoded_as_latin1",
    sentence: "The body was decoded as Latin-1 and encoded as UTF-8: verify the bytes, not a text made of them.",
    undo: ofText((text) =>
      [...text].every((letter) => letter.charCodeAt(0) < 256)
        ? decoder.decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))
        : undefined,
    ),
  },
];
