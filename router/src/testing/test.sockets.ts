import type { Server } from "node:http";
import type { GraphQLSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";

export interface TestSockets {
  /** The parameters of every connection_init, newest last. */
  readonly initialised: Record<string, unknown>[];
  /** Every subscription it was asked for, newest last. */
  readonly subscribed: { readonly query: string; readonly variables: Record<string, unknown> }[];
  /** How many are open. */
  open(): number;
  /** Says no to tokens from now on, with 4403. */
  refuse(authorization: (value: unknown) => boolean): void;
  close(code: number): void;
  /** Cuts all connections, as a crash would. */
  drop(): void;
}

/** graphql-transport-ws as a subgraph speaks it: the token is in the connection parameters. */
export function attachTestSockets(server: Server, schema: GraphQLSchema): TestSockets {
  const sockets = new WebSocketServer({ noServer: true });
  const initialised: TestSockets["initialised"] = [];
  const subscribed: TestSockets["subscribed"] = [];
  let refused: (value: unknown) => boolean = () => false;
  useServer(
    {
      schema,
      context: ({ connectionParams }) => ({ authorization: connectionParams?.authorization }),
      onConnect({ connectionParams }) {
        initialised.push(connectionParams ?? {});
        return !refused(connectionParams?.authorization);
      },
      onSubscribe: (_, __, { query, variables }) => void subscribed.push({ query, variables: variables ?? {} }),
    },
    sockets,
  );
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit("connection", opened, request));
  });
  return {
    initialised,
    subscribed,
    open: () => sockets.clients.size,
    refuse(next) {
      refused = next;
    },
    close(code) {
      for (const socket of sockets.clients) socket.close(code);
    },
    drop() {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}
