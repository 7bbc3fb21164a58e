import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A port that is free now: the address of the key set has to be known before the issuer listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
