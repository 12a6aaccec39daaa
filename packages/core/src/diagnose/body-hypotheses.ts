import { decodeBase64 } from "../crypto/base64.ts";

/** A change that a body may have gone through before it was verified. */
export interface BodyHypothesis {
  /** The stable name, for programs. */
  readonly name: string;
  /** The change and its fix, for people. */
  readonly sentence: string;
  /** Returns the signed body if this change happened, or `undefined` if it cannot have happened. */
  readonly undo: (body: Uint8Array) => Uint8Array | undefined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function undoInText(undo: (text: string) => string | undefined): (body: Uint8Array) => Uint8Array | undefined {
  return (body) => {
    try {
      const text = undo(decoder.decode(body));
      return text === undefined ? undefined : encoder.encode(text);
    } catch {
      return undefined;
    }
  };
}

function reserialize(indent?: number | string): (body: Uint8Array) => Uint8Array | undefined {
  return undoInText((text) => JSON.stringify(JSON.parse(text), undefined, indent));
}

/** Removes white space between tokens. Unlike a JSON parser, it keeps numbers and escapes as written. */
function removeWhiteSpace(text: string): string {
  JSON.parse(text); // Throws on unbalanced quotation marks, which the pattern does not expect.
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}

const reserialized =
  "The JSON was parsed and written again before it was verified: verify the bytes as they came, and put mynthWebhook() before every body parser.";

/** In the order in which they are tried, the most frequent first. */
export const bodyHypotheses: readonly BodyHypothesis[] = [
  { name: "reserialized_compact", sentence: reserialized, undo: reserialize() },
  { name: "reserialized_indented", sentence: reserialized, undo: reserialize(2) },
  { name: "reserialized_indented", sentence: reserialized, undo: reserialize(4) },
  { name: "reserialized_indented", sentence: reserialized, undo: reserialize("\t") },
  {
    name: "reformatted",
    sentence:
      "White space was added to the JSON, as formatters do: verify the bytes as they came, and put mynthWebhook() before the formatter.",
    undo: undoInText(removeWhiteSpace),
  },
  {
    name: "quoted_body",
    sentence: "The body was stringified twice: verify the body itself, not a JSON string of it.",
    undo: undoInText((text) => {
      const inner: unknown = JSON.parse(text);
      return typeof inner === "string" ? inner : undefined;
    }),
  },
  {
    name: "base64_body",
    sentence: "The body is still in base64, as some platforms pass it: decode it before verifying (isBase64Encoded).",
    undo: (body) => {
      const text = String.fromCharCode(...body.slice(0, 65_536));
      return body.length > 65_536 ? undefined : decodeBase64(text);
    },
  },
  {
    name: "trailing_newline_added",
    sentence: "A line break was added to the body, as editors and `echo` do: save and verify the bytes as they came.",
    undo: undoInText((text) => (/\r?\n$/.test(text) ? text.replace(/\r?\n$/, "") : undefined)),
  },
  {
    name: "trailing_newline_lost",
    sentence: "The line break at the end of the body was lost: something trims the body before it is verified.",
    undo: undoInText((text) => `${text}\n`),
  },
  {
    name: "byte_order_mark_lost",
    sentence:
      "The byte order mark of the body was lost: something decoded the body to a string before it was verified.",
    undo: undoInText((text) => `\ufeff${text}`),
  },
  {
    name: "byte_order_mark_added",
    sentence: "A byte order mark was added to the body: save and verify the bytes as they came.",
    undo: undoInText((text) => (text.startsWith("\ufeff") ? text.slice(1) : undefined)),
  },
  {
    name: "line_ends_changed",
    sentence:
      "The line breaks of the body were changed to CRLF, as some editors and proxies do: verify the bytes as they came.",
    undo: undoInText((text) => (text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : undefined)),
  },
  {
    name: "line_ends_changed",
    sentence: "The line breaks of the body were changed to LF: verify the bytes as they came.",
    undo: undoInText((text) => (/[^\r]\n/.test(text) ? text.replaceAll(/\r?\n/g, "\r\n") : undefined)),
  },
  {
    name: "decoded_as_latin1",
    sentence: "The body was decoded as Latin-1 and encoded as UTF-8: verify the bytes, not a decoded string.",
    undo: undoInText((text) =>
      [...text].every((letter) => letter.charCodeAt(0) < 256)
        ? decoder.decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))
        : undefined,
    ),
  },
];
