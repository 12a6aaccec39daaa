/** CPU time of this process for so many calls, in microseconds a call. */
export async function cpuOf(work: () => unknown, calls: number): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    await work();
    // As in a server, where the loop turns between deliveries, and native objects are let go then.
    if (call % 16 === 0) await turn();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
