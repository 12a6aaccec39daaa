import { BlockList, isIPv4 } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customWebhook, taskWebhooks } from "../src/index.ts";

const secret = "a-secret-of-my-own-0123456789";

/** Returns the error of both functions for a host, and `undefined` if both accept it. */
async function getRejection(host: string, options: { allowPrivateHosts?: boolean } = {}): Promise<unknown> {
  const url = `https://${host}/secret-path`;
  const made: unknown = await customWebhook(url, { secret, ...options }).then(
    () => undefined,
    (error: unknown) => error,
  );
  let passed: unknown;
  try {
    taskWebhooks({ custom: [url], ...options });
  } catch (error) {
    passed = error;
  }
  expect(passed).toEqual(made);
  return made;
}

describe("the host of a custom webhook", () => {
  test.each([
    { kind: /a local name/, hosts: ["localhost", "LOCALHOST", "localhost:3000", "app.localhost", "localhost."] },
    {
      kind: /a local name/,
      hosts: ["myapp.local", "myapp.local.", "MyApp.Local:8443", "ｍｙａｐｐ。ｌｏｃａｌ", "a.local.."],
    },
    { kind: /a local name/, hosts: ["host.docker.internal", "metadata.google.internal", "db.internal."] },
    { kind: /a name without a domain/, hosts: ["web", "web:8443", "web.", "local", "internal"] },
    {
      kind: /a loopback address/,
      hosts: ["127.0.0.1", "127.255.0.3:3000", "127.1", "127.0.0.1.", "[::1]", "[0:0:0:0:0:0:0:1]"],
    },
    // The URL parser turns every form of an IPv4 address into the dotted one.
    {
      kind: /a loopback address/,
      hosts: ["2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.01", "１２７.0.0.1"],
    },
    {
      kind: /a private address/,
      hosts: ["10.0.0.5", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "0xC0A80001"],
    },
    { kind: /a private address/, hosts: ["[fc00::1]", "[fdff:ffff::1]", "[FD12:3456:789a::1]:8443"] },
    { kind: /a link-local address/, hosts: ["169.254.169.254", "169.254.0.1", "2852039166", "[fe80::1]", "[febf::1]"] },
    { kind: /a carrier-grade NAT address/, hosts: ["100.64.0.1", "100.100.100.200", "100.127.255.255"] },
    { kind: /the unspecified address/, hosts: ["0.0.0.0", "0", "0.1.2.3", "[::]"] },
    {
      kind: /not a public IPv6 address/,
      hosts: ["[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"],
    },
    { kind: /not a public IPv6 address/, hosts: ["[fec0::1]", "[ff02::1]", "[fe8::1]", "[fc::1]", "[4000::1]"] },
  ])("customWebhook and taskWebhooks throw a TypeError on $hosts: $kind", async ({ kind, hosts }) => {
    for (const host of hosts) {
      const error = await getRejection(host);
      expect(error, host).toBeInstanceOf(TypeError);
      expect(String(error), host).toMatch(kind);
      expect(String(error), host).not.toMatch(/secret-path|docker|myapp|169\.254/);
      expect(await getRejection(host, { allowPrivateHosts: true }), host).toBeUndefined();
    }
  });

  test.each([
    {
      hosts: [
        "example.com",
        "example.com.",
        "shop.example.com:8443",
        "xn--bcher-kva.example",
        "a.internal.example.com",
      ],
    },
    {
      hosts: [
        "v1.10.0.0.example.com",
        "local.example.com",
        "localhost.example.com",
        "notlocal.dev",
        "10.example.com",
        "127.0.0.1.example.com",
      ],
    },
    {
      hosts: ["8.8.8.8", "9.255.255.255", "11.0.0.1", "126.0.0.1", "128.0.0.1", "100.63.0.1", "100.128.0.1", "1.0.0.0"],
    },
    { hosts: ["172.15.0.1", "172.32.0.1", "172.1.6.1", "192.167.0.1", "192.169.0.1", "169.253.0.1", "169.255.0.1"] },
    { hosts: ["[2001:4860:4860::8888]", "[2606:4700::1111]:8443", "[3fff::1]"] },
  ])("customWebhook and taskWebhooks accept $hosts", async ({ hosts }) => {
    for (const host of hosts) expect(await getRejection(host), host).toBeUndefined();
  });

  test("customWebhook and taskWebhooks agree with net.BlockList on every address", async () => {
    const blocked = new BlockList();
    const ranges = [
      "0.0.0.0/8",
      "10.0.0.0/8",
      "100.64.0.0/10",
      "127.0.0.0/8",
      "169.254.0.0/16",
      "172.16.0.0/12",
      "192.168.0.0/16",
    ];
    for (const range of ranges) {
      const [net = "", prefix] = range.split("/");
      blocked.addSubnet(net, Number(prefix), "ipv4");
    }
    const global = new BlockList();
    global.addSubnet("2000::", 3, "ipv6");
    const isPrivate = (address: string) =>
      isIPv4(address) ? blocked.check(address, "ipv4") : !global.check(address, "ipv6");
    const near = fc.constantFrom(0, 9, 10, 63, 64, 100, 127, 128, 168, 169, 172, 192, 254, 255);
    const byte = fc.oneof(near, fc.nat(255));
    const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join("."));
    await fc.assert(
      fc.asyncProperty(fc.oneof(ipv4, fc.ipV4(), fc.ipV6()), async (address) => {
        const rejected = await getRejection(isIPv4(address) ? address : `[${address}]`);
        expect(rejected !== undefined).toBe(isPrivate(address));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["user@", ":password@", "user:password@"])(
    "customWebhook and taskWebhooks reject %sexample.com: a token is the way to authenticate",
    async (credentials) => {
      const error = await getRejection(`${credentials}example.com`);
      expect(String(error)).toMatch(/must not contain a user name or a password/);
      expect(String(error)).not.toContain(credentials);
    },
  );

  test.each(["http://example.com/", "ftp://example.com/", "example.com", "", "https://", "//example.com"])(
    "customWebhook rejects the URL %j, which is not https",
    async (url) => {
      await expect(customWebhook(url, { secret })).rejects.toThrow(/must start with https:|is invalid/);
    },
  );

  test.each(["false", "true", 1, {}, null])("only true allows private hosts, not %j", async (value) => {
    const options = { secret, allowPrivateHosts: value as unknown as boolean };
    await expect(customWebhook("https://localhost/", options)).rejects.toThrow(/allowPrivateHosts: true/);
  });

  test("a very long host takes no time", async () => {
    const started = performance.now();
    for (const host of ["a.".repeat(500_000), `${".".repeat(1_000_000)}local`, "1.".repeat(500_000)]) {
      await customWebhook(`https://${host}/`, { secret }).catch(() => undefined);
    }
    expect(performance.now() - started).toBeLessThan(10_000); // A quadratic pattern takes minutes.
  });
});
