/** The settings of every receiver in the matrix. */
export const secrets = ["wbs_conformance", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
export const token = "a-token-for-the-matrix-0123456789";
export const bodyLimit = 16_384;
export const path = "/webhooks/mynth";

/** The answer of a receiver's handler: the delivery it received. */
export interface Echo {
  readonly event: string;
  readonly task: string;
  readonly scheme: string;
}

/** The line that a receiver prints when it listens. */
export interface Ready {
  readonly port: number;
  /** The HMAC implementation it uses. */
  readonly hmac: "node:crypto" | "Web Crypto";
}

/** Detects the HMAC implementation in the same way as core. */
export function getHmac(): Ready["hmac"] {
  const hasModule = typeof process !== "undefined" && process.getBuiltinModule?.("node:crypto") !== undefined;
  return hasModule ? "node:crypto" : "Web Crypto";
}
