import { setTimeout as pause } from "node:timers/promises";
import { Failure } from "@careconnect/dev/failure";
import { type Client, createClient } from "graphql-ws";
import WebSocket from "ws";
import { appointmentChanges } from "./operations.ts";

export interface ChangeSockets {
  close(): Promise<void>;
}

interface Change {
  readonly appointmentChanged: { readonly appointment: { readonly reason: string | null } | null };
}

const openAtOnce = 50;
const openTimeoutMs = 60_000;

/**
 * Opens sockets that listen for changes of appointments, in turn as each of the tokens' owners.
 * @param onReason told of the reason of each changed appointment, once for every socket that heard of it
 */
export async function openChangeSockets(
  url: string,
  tokens: readonly string[],
  count: number,
  onReason: (reason: string) => void,
): Promise<ChangeSockets> {
  const clients: Client[] = [];
  const close = async () => {
    await Promise.all(clients.map((client) => client.dispose()));
  };
  try {
    while (clients.length < count) {
      const group = Array.from({ length: Math.min(openAtOnce, count - clients.length) }, (_, index) =>
        listen(url, tokens[(clients.length + index) % tokens.length] ?? "", onReason),
      );
      clients.push(...group.map(({ client }) => client));
      await Promise.race([Promise.all(group.map(({ connected }) => connected)), tooLate()]);
    }
    return { close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function listen(url: string, token: string, onReason: (reason: string) => void) {
  const { promise: connected, resolve, reject } = Promise.withResolvers<void>();
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: { connected: () => resolve() },
  });
  client.subscribe<Change>(
    { query: appointmentChanges },
    {
      next({ data, errors }) {
        if (errors) reject(new Failure(`A subscription answered: ${errors[0]?.message}`));
        const reason = data?.appointmentChanged.appointment?.reason;
        if (reason) onReason(reason);
      },
      error: (cause) => reject(new Failure(`A subscription ended: ${describe(cause)}`)),
      complete: () => undefined,
    },
  );
  // Once connected, nobody waits for it any more; what is missed then is counted.
  connected.catch(() => undefined);
  return { client, connected };
}

function describe(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return JSON.stringify(cause) ?? "for no reason";
}

async function tooLate(): Promise<never> {
  await pause(openTimeoutMs, undefined, { ref: false });
  throw new Failure("The sockets did not open in time.");
}
