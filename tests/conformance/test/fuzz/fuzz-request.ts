import fc from "fast-check";

/** A change of a string: characters at a place are replaced with others. */
export interface Edit {
  /** From 0 at the start to 1 at the end. */
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** Which genuine credentials a request starts from. */
const credentials = ["mynth", "old secret", "standard", "none", "foreign secret", "stale"] as const;
const tokens = ["none", "own", "minted", "expired", "foreign"] as const;
const tokenPlaces = ["query", "path", "second in query", "array in query", "encoded path"] as const;
const framings = ["length", "chunked", "short length", "long length", "no length"] as const;
const copies = ["none", "again", "junk before", "junk after", "empty before"] as const;

/** A request to try: a genuine one, and what is changed after it is signed. Plain data, so that it can be shrunk. */
export interface FuzzRequest {
  readonly method: string;
  readonly body: FuzzBody;
  readonly identity: { readonly credential: (typeof credentials)[number]; readonly token: (typeof tokens)[number] };
  readonly tokenPlace: (typeof tokenPlaces)[number];
  readonly tokenEdits: readonly Edit[];
  readonly signatureEdits: readonly Edit[];
  readonly signatureCopy: (typeof copies)[number];
  readonly bodyEdits: readonly Edit[];
  /** What is left of the body that was signed: 1 is all of it. */
  readonly keptPart: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly framing: (typeof framings)[number];
}

/** A body before it is changed. */
export type FuzzBody =
  | { readonly kind: "example" }
  /** An event with one more field, whose JSON is written by hand. */
  | { readonly kind: "event"; readonly name: string; readonly key: string; readonly json: string }
  | { readonly kind: "json"; readonly json: string }
  | { readonly kind: "bytes"; readonly latin1: string };

/** Characters that a header value may have: bytes without line breaks. */
const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const headerByte = byte.filter((each) => each !== "\r" && each !== "\n");
const telling = fc.constantFrom(..." ,;=\t'\"%+/&?#.:\\0aAfFgv1t_-\u00a0\u0000\u00ff");

const editOf = (unit: fc.Arbitrary<string>): fc.Arbitrary<Edit> =>
  fc.record({
    at: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    remove: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 100 })),
    insert: fc.oneof(
      fc.string({ unit: fc.oneof(telling, unit), maxLength: 4 }),
      fc.constantFrom(
        ".",
        ".x",
        "/",
        "%",
        "%zz",
        ",v1=",
        ",t=1",
        "t=",
        "v1,",
        " v1,",
        `,v1=${"a".repeat(64)}`,
        ",".repeat(500),
        "x".repeat(5000),
      ),
    ),
  });
const editsOf = (unit: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(editOf(unit), { minLength: 1, maxLength: 3 }) },
  );

const deep = (open: string, close: string) =>
  fc.nat({ max: 5000 }).map((depth) => `${open.repeat(depth)}1${close.repeat(depth)}`);

/** JSON that parsers and helpers may stumble over. */
const oddJson = fc.oneof(
  fc.json(),
  fc.constantFrom(
    ...["-0", "1e999", "-1e-999", "0.1e1", "123456789012345678901234567890", "9007199254740993", "1E400"],
    ...["null", "true", '""', "[]", "{}", "01", "NaN", "Infinity", "'x'", "undefined", "", "[1,]", '{"a":1,}'],
    ...['{"__proto__":{"task":{"id":"x"}}}', '{"constructor":{"prototype":{"x":1}}}', '{"a":1,"a":2}', '"\\ud800"'],
    ...['"\\u0000"', '"\u2028"', '{"toString":1,"valueOf":1}', '{"length":1e9}', '{"then":1}', '{"toJSON":1}'],
  ),
  fc.nat({ max: 12_000 }).map((digits) => "9".repeat(digits) || "0"),
  fc.nat({ max: 6000 }).map((zeros) => `0.${"0".repeat(zeros)}1`),
  deep("[", "]"),
  deep('{"a":', "}"),
  fc.nat({ max: 3000 }).map((count) => `[${"{},".repeat(count)}0]`),
);

const names = [
  ...["task.image.generate.completed", "task.image.generate.failed", "task.image.alt.completed"],
  ...["task.image.rate.completed", "credit.low", "constructor", "__proto__", "", "toString"],
];
const keys = [
  ...["x", "__proto__", "constructor", "toString", "then", "toJSON", "length"],
  ...["event", "task", "result", "request", "errors", "type", "data", "id", "timestamp"],
];

const body: fc.Arbitrary<FuzzBody> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "example" as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("event" as const),
      name: fc.constantFrom(...names),
      key: fc.constantFrom(...keys),
      json: oddJson,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("json" as const), json: oddJson }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("bytes" as const),
      latin1: fc.oneof(
        fc.string({ unit: byte, maxLength: 200 }),
        fc.nat({ max: 40_000 }).map((length) => " ".repeat(length)),
      ),
    }),
  },
);

const headerNames = [
  ...["x-mynth-signature", "X-MYNTH-SIGNATURE", "x_mynth_signature", "webhook-signature", "webhook-id"],
  ...["webhook-timestamp", "x-mynth-event", "x-mynth-delivery", "content-type", "content-encoding", "expect"],
  ...["transfer-encoding", "content-length", "host", "connection", "upgrade", "x-forwarded-proto", "te", "trailer"],
  ...["__proto__", "constructor", "x-http-method-override", "cookie", "accept"],
];
const headerValues = [
  ...["", " ", "0", "-1", "1", "gzip", "identity", "chunked", "close", "keep-alive", "100-continue", "trailers"],
  ...["application/json", "application/json; charset=utf-16", "text/plain", ";;;", "multipart/form-data", "*/*"],
  ...["task.image.generate.completed", "t=1,v1=", "v1,", "websocket", "h2c", "GET", "[::1", "a b", "x".repeat(20_000)],
];
const header = fc.tuple(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...headerNames) },
    { weight: 1, arbitrary: fc.string({ unit: headerByte, maxLength: 12 }) },
  ),
  fc.oneof(fc.constantFrom(...headerValues), fc.string({ unit: headerByte, maxLength: 80 })),
);

/** Most requests differ from a genuine one in little, so that they get far. */
const mostly = <T>(usual: readonly T[], others: readonly T[]) =>
  fc.oneof({ weight: 7, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

/** A request with both is verified by its signature alone. */
const identity = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ credential: fc.constantFrom(...credentials), token: fc.constant("none" as const) }),
  },
  { weight: 2, arbitrary: fc.record({ credential: fc.constant("none" as const), token: fc.constantFrom(...tokens) }) },
  {
    weight: 1,
    arbitrary: fc.record({ credential: fc.constantFrom(...credentials), token: fc.constantFrom(...tokens) }),
  },
);

const otherMethods = ["PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PROPFIND", "post", "X"];

/** Requests from genuine to nonsense. */
export const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc.record({
  method: mostly(["POST"], otherMethods),
  body,
  identity,
  tokenPlace: fc.constantFrom(...tokenPlaces),
  tokenEdits: editsOf(byte.filter((each) => each > " ")),
  signatureEdits: editsOf(headerByte),
  signatureCopy: mostly(["none"], copies),
  bodyEdits: editsOf(byte),
  keptPart: mostly([1], [0, 0.3, 0.99]),
  headers: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(header, { maxLength: 4 }) },
  ),
  framing: mostly(["length", "chunked"], framings),
});

/** A delivery that every server accepts: what others are changed from. */
export const untouched: FuzzRequest = {
  method: "POST",
  body: { kind: "example" },
  identity: { credential: "mynth", token: "none" },
  tokenPlace: "query",
  tokenEdits: [],
  signatureEdits: [],
  signatureCopy: "none",
  bodyEdits: [],
  keptPart: 1,
  headers: [],
  framing: "length",
};
