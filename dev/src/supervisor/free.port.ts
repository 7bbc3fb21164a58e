import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { isSystemError } from "../failure.ts";

// Below the range from which systems take the local ports of outgoing connections: a service that restarts
// must find its port as free as it left it.
const lowest = 20_000;
const highest = 32_000;

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (await isPortFree(port, "127.0.0.1")) return port;
  }
}

/** Different free ports. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) found.add(await freePort());
  return [...found];
}

/** Whether a server could listen on this address now. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    if (isSystemError(cause, "EADDRINUSE")) return false;
    throw cause;
  }
  server.close();
  await once(server, "close");
  return true;
}
