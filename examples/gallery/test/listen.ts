interface Listening {
  listen(port: number, host: string, ready: () => void): unknown;
  address(): string | { readonly port: number } | null;
}

/** Starts a server on a free port and returns its URL. */
export async function listen(server: Listening): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return `http://127.0.0.1:${address.port}`;
}
