import { getHeader, type IncomingRequest } from "../incoming-request.ts";
import { maxHeaderLength } from "../signature/signature.ts";

/** A known mistake in a malformed signature header. */
interface HeaderFault {
  /** The stable name, for programs. */
  readonly name: string;
  /** The mistake and its fix, for people. */
  readonly sentence: string;
  readonly pattern: RegExp;
}

const faults: readonly HeaderFault[] = [
  {
    name: "header_quoted",
    sentence: "The signature header is in quotation marks: remove them.",
    pattern: /^\s*["']/,
  },
  {
    name: "header_repeated",
    sentence: "The signature header has two timestamps: something repeats headers, or joins two of them.",
    pattern: /t=.*,\s*t=/,
  },
  {
    name: "hex_upper_case",
    sentence: "The signature is in uppercase hex: write it in lowercase.",
    pattern: /v1=(?=[0-9a-f]*[A-F])[0-9a-fA-F]{64}/,
  },
  {
    name: "base64_for_hex",
    sentence: "The signature is in base64: X-Mynth-Signature needs lowercase hex.",
    pattern: /v1=[A-Za-z0-9+/]{43}=/,
  },
  {
    name: "bare_digest",
    sentence: "The signature header is only a digest: write t=<Unix seconds>,v1=<hex>.",
    pattern: /^[0-9a-fA-F]{64}$|^sha256=/,
  },
  {
    name: "fractional_timestamp",
    sentence: "The timestamp has a fraction: write whole Unix seconds.",
    pattern: /t=\d+\.\d+/,
  },
];

/** Finds the mistake in a malformed `X-Mynth-Signature` header, or returns `undefined` if it is not a known one. */
export function findHeaderFault(incoming: Pick<IncomingRequest, "header">): HeaderFault | undefined {
  const header = getHeader(incoming, "x-mynth-signature")?.slice(0, maxHeaderLength) ?? "";
  return faults.find(({ pattern }) => pattern.test(header));
}
