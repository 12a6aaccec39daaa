/** Sends one command through your client and returns the reply. Some cluster clients need `key`, the command's only key. */
export type SendCommand = (command: [name: string, ...args: string[]], key: string) => PromiseLike<unknown>;

/** A client or a pool of clients of `redis`. */
export interface NodeRedisClient extends Emitter {
  /** Sends a command. */
  sendCommand(command: string[], options?: { abortSignal: AbortSignal }): Promise<unknown>;
}

/** A cluster of `redis`. */
export interface NodeRedisCluster extends Emitter {
  /** The masters. No other client has them. */
  readonly masters: readonly unknown[];
  /** Sends a command to the node of a key. */
  sendCommand(key: string, isReadonly: boolean, command: string[]): Promise<unknown>;
}

/** A client of `redis` for Redis Sentinel. */
export interface NodeRedisSentinel extends Emitter {
  /** Returns the master. No other client has it. */
  getMasterNode(): unknown;
  /** Sends a command. */
  sendCommand(isReadonly: boolean, command: string[]): Promise<unknown>;
}

/** A client or a cluster of `ioredis` or `iovalkey`. */
export interface IoRedisClient {
  /** Sends a command. */
  call(command: string, ...args: string[]): Promise<unknown>;
}

/** A client or a cluster of `@valkey/valkey-glide`. */
export interface GlideClient {
  /** Sends a command. */
  customCommand(command: string[]): Promise<unknown>;
}

/** A client that `redisStore` knows. */
export type RedisClient = NodeRedisClient | NodeRedisCluster | NodeRedisSentinel | IoRedisClient | GlideClient;

interface Emitter {
  /** Adds a listener. */
  on(event: "error", listener: (error: unknown) => void): unknown;
  /** Returns the number of listeners. */
  listenerCount(event: "error"): number;
}

/** Sends a command, or drops it if it is not sent when the signal aborts. */
export type AbortableSend = (
  command: [name: string, ...args: string[]],
  key: string,
  getSignal: () => AbortSignal | undefined,
) => PromiseLike<unknown>;

/**
 * Creates the function that sends the commands of the store.
 *
 * @throws {TypeError} if the client is none of the known ones
 */
export function createSend(client: RedisClient | SendCommand): AbortableSend {
  if (typeof client === "function") return client;
  if (typeof client === "object" && client !== null) {
    if ("customCommand" in client) return (command) => client.customCommand(command);
    // Before sendCommand(), which these clients have too, for another kind of command.
    if ("call" in client) return (command) => client.call(...command);
    if ("masters" in client) {
      listenToErrors(client);
      return (command, key) => client.sendCommand(key, false, command);
    }
    if ("getMasterNode" in client) {
      listenToErrors(client);
      return (command) => client.sendCommand(false, command);
    }
    if ("sendCommand" in client) {
      listenToErrors(client);
      return (command, _key, getSignal) => sendAbortable(client, command, getSignal());
    }
  }
  throw new TypeError(
    `redisStore: the first argument is ${describeType(client)}. Pass a client of redis, ioredis, iovalkey or valkey-glide, or a function that sends a command and returns the reply.`,
  );
}

/**
 * Without a listener, a lost connection ends the process. The client connects again, and what fails in the meantime
 * rejects, so nothing is left to do here.
 */
function listenToErrors(client: Emitter): void {
  if (client.listenerCount("error") === 0) client.on("error", () => {});
}

/** A command that waits for a connection is dropped when the signal aborts. */
async function sendAbortable(
  client: NodeRedisClient,
  command: string[],
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (signal === undefined) return client.sendCommand(command);
  try {
    return await client.sendCommand(command, { abortSignal: signal });
  } catch (error) {
    throw signal.aborted && error instanceof Error && error.constructor.name === "AbortError" ? signal.reason : error;
  }
}

/** Names a value's type for an error message. */
export function describeType(value: unknown): string {
  return value === null ? "null" : typeof value;
}
