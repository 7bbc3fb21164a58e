import { once } from "node:events";
import { createServer } from "node:net";
import { isSystemError } from "../failure.ts";

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

/** Different free ports; asked for together, so that none is given twice. */
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
