import { url } from "./running.system.ts";

interface Message {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: an event has the shape of its document, which a test knows
  readonly payload?: any;
}

export interface LiveSubscription {
  /** The next event that satisfies `wanted`; those before it are dropped. */
  // biome-ignore lint/suspicious/noExplicitAny: an event has the shape of its document, which a test knows
  next(wanted?: (data: any) => boolean): Promise<any>;
  /** Cuts the connection without a goodbye. */
  close(): void;
  /** The code with which the connection ended, once it did. */
  readonly closed: Promise<number>;
}

const patience = 15_000;

/** Subscribes through the router over graphql-transport-ws, and resolves once the server has taken the subscription. */
export async function subscribe(token: string, query: string, variables: object = {}): Promise<LiveSubscription> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const received: Message[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const resolve of waiting) resolve();
  };
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.type === "ping") socket.send(JSON.stringify({ type: "pong" }));
    else received.push(message);
    wake();
  });
  const take = async (wanted: (message: Message) => boolean): Promise<Message> => {
    const deadline = Date.now() + patience;
    for (;;) {
      while (received.length > 0) {
        const message = received.shift();
        if (message && wanted(message)) return message;
        if (message?.type === "error")
          throw new Error(`The subscription was refused: ${JSON.stringify(message.payload)}`);
      }
      const left = deadline - Date.now();
      if (left <= 0) throw new Error("No such event came in time.");
      await new Promise<void>((resolve) => {
        const done = () => {
          waiting.delete(done);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(done, left);
        waiting.add(done);
      });
    }
  };
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener("close", ({ code }) => resolve(code), { once: true });
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("error", () => reject(new Error("The socket did not open.")), { once: true });
  });
  socket.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }));
  await take(({ type }) => type === "connection_ack");
  socket.send(JSON.stringify({ type: "subscribe", id: "1", payload: { query, variables } }));
  return {
    async next(wanted = () => true) {
      const message = await take(({ type, payload }) => type === "next" && wanted(payload.data));
      return message.payload.data;
    },
    close: () => socket.close(),
    closed,
  };
}
