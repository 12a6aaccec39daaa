import { decodeHex } from "../crypto/hex.ts";
import { digestLength } from "../crypto/hmac-sha256.ts";
import { maxHeaderLength, maxSignatures, type Signature } from "./signature.ts";
import { timestampPattern } from "./timestamp.ts";

/** The header as Mynth sends it, except during a rotation. */
const usualHeader = new RegExp(`^t=[0-9]{10},v1=[0-9a-f]{${2 * digestLength}}$`);
const hexDigest = new RegExp(`^[0-9a-f]{${2 * digestLength}}$`);

/**
 * Parses `X-Mynth-Signature: t=<seconds>,v1=<hex>[,v1=<hex>...]`. Unknown keys are ignored.
 *
 * @returns `undefined` if the header is malformed. A second `t` is: otherwise an attacker could add a fresh one to a
 * captured header.
 */
export function parseMynthSignature(header: string): Signature | undefined {
  // The grammar below reads the same in it, in eight times the time.
  if (usualHeader.test(header)) return createSignature(header.slice(2, 12), [decodeHex(header.slice(16))]);
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
  return createSignature(timestamp, candidates);
}

function createSignature(timestamp: string, candidates: readonly Uint8Array[]): Signature {
  return { scheme: "mynth", timestamp: Number(timestamp), prefix: `${timestamp}.`, candidates };
}

/** Trims the blanks that HTTP allows around list elements (RFC 9110, section 5.6.1), in linear time. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  // Outside the text there is no blank, so both loops end.
  while (isBlank(text.charCodeAt(start))) start += 1;
  while (isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
