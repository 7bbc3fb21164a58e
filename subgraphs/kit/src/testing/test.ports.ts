import { once } from "node:events";
import { createServer } from "node:net";

/** Different ports of 127.0.0.1 that nobody listens on. */
export async function freeTestPorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, "listening");
      const address = server.address();
      return typeof address === "object" && address ? address.port : 0;
    }),
  );
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}
