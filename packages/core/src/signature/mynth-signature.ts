import { maxHeaderLength, maxSignatures, type Signature } from "./signature.ts";
import { timestampPattern } from "./timestamp.ts";

const hexDigest = /^[0-9a-f]{64}$/;

/**
 * Reads `X-Mynth-Signature: t=<seconds>,v1=<hex>[,v1=<hex>...]`, `undefined` if it is not of the grammar. A second `t`
 * is refused, the same or not: otherwise a fresh `t` could be put beside a captured one. Unknown keys are ignored.
 */
export function mynthSignature(header: string): Signature | undefined {
  if (header.length > maxHeaderLength) return undefined;
  let timestamp: string | undefined;
  let entries = 0;
  const candidates: Uint8Array[] = [];
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
        entries += 1;
        if (entries > maxSignatures) return undefined;
        if (hexDigest.test(value)) candidates.push(decodeHex(value));
        break;
    }
  }
  if (timestamp === undefined || candidates.length === 0) return undefined;
  return { scheme: "mynth", timestamp: Number(timestamp), prefix: `${timestamp}.`, candidates };
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

/** Of lower-case hex digits, which have been checked. By hand: it runs for every delivery. */
function decodeHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = parseHexDigit(hex.charCodeAt(2 * index)) * 16 + parseHexDigit(hex.charCodeAt(2 * index + 1));
  }
  return bytes;
}

/** From the code of `0` to `9` or `a` to `f`. */
function parseHexDigit(code: number): number {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}
