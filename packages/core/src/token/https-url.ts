/** The option of a function that takes the URL of a custom webhook. */
interface HttpsUrlOptions {
  readonly allowPrivateHosts?: boolean | undefined;
}

/**
 * Parses the URL of a custom webhook. The error never repeats the URL, which may contain a token.
 *
 * @throws {TypeError} if it is not a complete https URL, has a user name or a password, or its host is not public
 */
export function parseHttpsUrl(text: string, { allowPrivateHosts }: HttpsUrlOptions): URL {
  if (!URL.canParse(text)) {
    throw new TypeError("The URL of a custom webhook is invalid: pass a complete URL that starts with https://.");
  }
  const url = new URL(text);
  if (url.protocol !== "https:") throw new TypeError("The URL of a custom webhook must start with https://.");
  if (url.username !== "" || url.password !== "") {
    throw new TypeError("The URL of a custom webhook must not contain a user name or a password: use a token.");
  }
  const kind = findPrivateKind(url.hostname);
  // Only `true`: a string from the environment, such as "false", must not allow anything.
  if (kind !== undefined && allowPrivateHosts !== true) {
    throw new TypeError(
      `The host of a custom webhook must be public, but it is ${kind}. Mynth rejects it and does not retry. Pass a public host, such as a tunnel's. In tests, pass allowPrivateHosts: true.`,
    );
  }
  return url;
}

interface PrivateKind {
  readonly kind: string;
  readonly pattern: RegExp;
}

// A URL parser normalizes hosts (URL standard, "host serializing"): IPv4 addresses to four decimal numbers, IPv6 addresses
// to their shortest form in lower case, names to ASCII in lower case. So patterns can tell the ranges. A library would
// parse them again, for a quarter of core's size (ipaddr.js). The tests compare with `net.BlockList`.
const privateIpv4: readonly PrivateKind[] = [
  { kind: "the unspecified address", pattern: /^0\./ },
  { kind: "a loopback address", pattern: /^127\./ },
  { kind: "a private address", pattern: /^(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168)\./ },
  { kind: "a link-local address", pattern: /^169\.254\./ },
  { kind: "a carrier-grade NAT address", pattern: /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./ },
];

const privateIpv6: readonly PrivateKind[] = [
  { kind: "the unspecified address", pattern: /^\[::\]$/ },
  { kind: "a loopback address", pattern: /^\[::1\]$/ },
  { kind: "a private address", pattern: /^\[f[cd][0-9a-f]{2}:/ },
  { kind: "a link-local address", pattern: /^\[fe[89ab][0-9a-f]:/ },
  // Global addresses are in 2000::/3 (IANA, "IPv6 address space"). IPv4-mapped ones are not.
  { kind: "not a public IPv6 address", pattern: /^\[(?![23][0-9a-f]{3}:)/ },
];

/** Top-level names of local networks (RFC 6761, RFC 6762, and ICANN for `internal`). */
const localNames = new Set(["localhost", "local", "internal"]);

/** Returns the kind of a host that Mynth rejects at delivery, or `undefined` if it is public. It resolves no names. */
function findPrivateKind(host: string): string | undefined {
  if (host.startsWith("[")) return privateIpv6.find(({ pattern }) => pattern.test(host))?.kind;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return privateIpv4.find(({ pattern }) => pattern.test(host))?.kind;
  // A trailing period leaves an empty label.
  const labels = host.split(".").filter((label) => label !== "");
  if (labels.length > 1) return localNames.has(labels.at(-1) ?? "") ? "a local name" : undefined;
  return labels[0] === "localhost" ? "a local name" : "a name without a domain";
}
