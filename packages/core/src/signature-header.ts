import { timestampPattern } from "./timestamp.ts";

/** A header longer than this (in characters) is not looked into. */
const maxLength = 4096;

/** More signatures than this are not tried. */
const maxSignatures = 16;

const hexDigest = /^[0-9a-f]{64}$/;

/** The parts of `X-Mynth-Signature: t=<seconds>,v1=<hex>[,v1=<hex>...]`. */
export interface SignatureHeader {
  /** Unix seconds, as written: the signature covers the text. */
  readonly timestamp: string;
  /** The `v1` values that can be a signature at all, decoded; at least one. */
  readonly signatures: readonly Uint8Array[];
}

/**
 * Reads an `X-Mynth-Signature` header, `undefined` if it is not of the grammar. A second `t` is refused, the same or
 * not: otherwise a fresh `t` could be put beside a captured one. Unknown keys are ignored.
 */
export function parseSignatureHeader(header: string): SignatureHeader | undefined {
  if (header.length > maxLength) return undefined;
  let timestamp: string | undefined;
  let candidates = 0;
  const signatures: Uint8Array[] = [];
  for (const part of header.split(",")) {
    const element = trimBlanks(part);
    const equals = element.indexOf("=");
    if (equals < 1) return undefined;
    const value = element.slice(equals + 1);
    switch (element.slice(0, equals)) {
      case "t":
        if (timestamp !== undefined || !timestampPattern.test(value)) return undefined;
        timestamp = value;
        break;
      case "v1":
        candidates += 1;
        if (candidates > maxSignatures) return undefined;
        if (hexDigest.test(value)) signatures.push(bytesOfHex(value));
        break;
    }
  }
  return timestamp === undefined || signatures.length === 0 ? undefined : { timestamp, signatures };
}

/** Drops the blanks HTTP allows round the elements of a list (RFC 9110, section 5.6.1), in linear time. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}
