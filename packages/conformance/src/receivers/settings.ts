/** What every receiver of the matrix is made with. */
export const secrets = ["wbs_conformance", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
export const token = "a-token-for-the-matrix-0123456789";
export const bodyLimit = 16_384;
export const path = "/webhooks/mynth";

/** What a receiver's handler answers, so that one can see what it saw. */
export interface Echo {
  readonly event: string;
  readonly task: string;
  readonly scheme: string;
}

/** What a receiver prints when it listens. */
export interface Ready {
  readonly port: number;
  /** Whose HMAC it uses. */
  readonly hmac: "node:crypto" | "Web Crypto";
}

/** The same question core asks. */
export function hmacHere(): Ready["hmac"] {
  const hasModule = typeof process !== "undefined" && process.getBuiltinModule?.("node:crypto") !== undefined;
  return hasModule ? "node:crypto" : "Web Crypto";
}
