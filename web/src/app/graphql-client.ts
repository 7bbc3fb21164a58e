import { type CacheExchangeOpts, cacheExchange, offlineExchange } from "@urql/exchange-graphcache";
import { persistedExchange } from "@urql/exchange-persisted";
import { retryExchange } from "@urql/exchange-retry";
import { Client, type CombinedError, fetchExchange, mapExchange, type Operation, subscriptionExchange } from "urql";
import {
  type DashboardNumberChangesSubscription,
  DashboardNumbersDocument,
  type DashboardNumbersQueryVariables,
} from "../graphql/graphql.ts";
import { noteCorrelation } from "../lib/graphql/correlation.ts";
import { isSessionEnd } from "../lib/graphql/failure.ts";
import type { SeenStore } from "../lib/seen-store.ts";
import { cacheSchema, keyless } from "./cache-schema.ts";
import type { LiveSocket } from "./live/live-socket.ts";
import { resumingSource } from "./live/resuming-source.ts";

const timeoutMilliseconds = 20_000;
// The session's own question is answered by the gate, which knows that nobody being signed in is an answer.
const sessionOperation = "Session";

const cacheOptions: CacheExchangeOpts = {
  schema: cacheSchema(),
  keys: Object.fromEntries(keyless.map((name) => [name, () => null])),
  updates: {
    Subscription: {
      dashboardMetricsChanged(
        data: DashboardNumberChangesSubscription,
        { period }: DashboardNumbersQueryVariables,
        cache,
      ) {
        const metrics = data.dashboardMetricsChanged;
        cache.updateQuery({ query: DashboardNumbersDocument, variables: { period } }, () => ({
          dashboardMetrics: metrics,
        }));
      },
    },
  },
};

/** A client with an empty cache: one for each session, so that nothing of an account is left for the next. */
export function createGraphqlClient(
  onSessionEnd: () => void,
  socket: Pick<LiveSocket, "subscribe">,
  seen?: SeenStore,
): Client {
  return new Client({
    url: "/graphql",
    // What was kept since another day is shown at once, and never instead of what the server says.
    requestPolicy: seen === undefined ? "cache-first" : "cache-and-network",
    preferGetMethod: false,
    fetchOptions: { credentials: "same-origin", headers: { "x-careconnect-csrf": "1" } },
    fetch: fetchWithTimeout,
    exchanges: [
      mapExchange({
        onError(error, operation) {
          if (isSessionEnd(error) && operationName(operation.query) !== sessionOperation) {
            onSessionEnd();
          }
        },
      }),
      seen === undefined
        ? cacheExchange(cacheOptions)
        : offlineExchange({ ...cacheOptions, storage: seen, isOfflineError }),
      retryExchange({ initialDelayMs: 400, maxDelayMs: 2_000, maxNumberAttempts: 3, randomDelay: true, retryIf }),
      persistedExchange({
        preferGetForPersistedQueries: false,
        enforcePersistedQueries: true,
        enableForMutation: true,
        enableForSubscriptions: true,
        generateHash: async (_query, document) => persistedHash(document),
      }),
      subscriptionExchange({ forwardSubscription: resumingSource(socket) }),
      fetchExchange,
    ],
  });
}

async function fetchWithTimeout(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  const response = await fetch(input, { ...init, signal });
  noteCorrelation(response.headers);
  return response;
}

/** Without any answer, what was seen before is read instead. A server that answered is believed. */
function isOfflineError(error: CombinedError | undefined): boolean {
  return error?.networkError !== undefined && error.response === undefined && error.networkError.name === "TypeError";
}

// Only what another try can heal: no connection, or a server that is just starting. Subscriptions have a way of their own.
function retryIf(error: CombinedError, { kind }: Operation): boolean {
  if (!error.networkError || kind === "subscription") {
    return false;
  }
  const response: unknown = error.response;
  return !(response instanceof Response) || [502, 503, 504].includes(response.status);
}

function persistedHash(document: object): string | null {
  const meta: unknown = "__meta__" in document ? document.__meta__ : undefined;
  const hash = typeof meta === "object" && meta !== null && "hash" in meta ? meta.hash : undefined;
  return typeof hash === "string" ? hash : null;
}

function operationName(document: { definitions: readonly { kind: string; name?: { value: string } }[] }) {
  return document.definitions.find(({ kind }) => kind === "OperationDefinition")?.name?.value;
}
