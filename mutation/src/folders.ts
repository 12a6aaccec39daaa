/** A folder whose mutants have to be killed. */
export interface Folder {
  readonly name: string;
  readonly files: string;
}

const coreRooms = ["request", "signature", "token", "crypto", "idempotency", "node", "web"];
const adapters = ["express", "fastify", "hono", "web"];

/** What decides whether a delivery is genuine, and what hands it to a handler. */
export const folders: readonly Folder[] = [
  { name: "core", files: "packages/core/src/*.ts" },
  ...coreRooms.map((room) => ({ name: `core/${room}`, files: `packages/core/src/${room}/**/*.ts` })),
  ...adapters.map((adapter) => ({ name: adapter, files: `packages/${adapter}/src/**/*.ts` })),
];

/** Returns the package of a folder, whose tests are run: `core` for `core/request`. */
export function getPackage({ name }: Folder): string {
  return name.split("/")[0] ?? name;
}
