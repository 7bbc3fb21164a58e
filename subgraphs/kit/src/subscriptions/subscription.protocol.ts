import { type ExecutionArgs, GraphQLError, type GraphQLSchema } from "graphql";
import { type Context, makeServer, type Server, type SubscribePayload } from "graphql-ws";
import { formatErrors, logFaults } from "../graphql/fault.masking.ts";
import { admitToGraphql } from "../graphql/graphql.admission.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import type { EventLog } from "../outbox/event.log.ts";
import type { TokenVerifier, VerifiedToken } from "../viewer/token.verifier.ts";
import { deliver, type Subscription, SubscriptionFailure } from "./subscription.delivery.ts";
import type { SubscriptionLimits } from "./subscription.limits.ts";
import type { SubscriptionMetrics } from "./subscription.metrics.ts";
import { readOperation } from "./subscription.operation.ts";

/** One client's connection, as the protocol knows it. */
export interface Connection {
  readonly log: RequestContext["log"];
  /** A context in which whoever has `token` acts over this connection, as of now. */
  readonly contextFor: (token: VerifiedToken) => Promise<RequestContext>;
  /** Closes the connection when `token`, with which it subscribes, expires or is revoked. */
  readonly endWith: (token: VerifiedToken) => void;
}

export interface ProtocolOptions {
  readonly schema: GraphQLSchema;
  readonly verify: TokenVerifier;
  readonly eventLog: EventLog;
  readonly metrics: SubscriptionMetrics;
  readonly limits: SubscriptionLimits;
}

type ConnectionContext = Context<Record<string, unknown>, Connection>;

/**
 * graphql-transport-ws over the subgraph's schema. Anybody may connect; who subscribes is verified with the token in
 * `connectionParams.authorization`, exactly as over HTTP.
 */
export function createSubscriptionProtocol(options: ProtocolOptions): Server<Connection> {
  const prepared = new WeakMap<ExecutionArgs, Subscription>();
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: options.limits.initTimeout,
    async onSubscribe(context, _id, payload) {
      try {
        const subscription = await prepare(options, context, payload);
        prepared.set(subscription.operation, subscription);
        return subscription.operation;
      } catch (error) {
        return [error instanceof GraphQLError ? error : new GraphQLError("", { originalError: error as Error })];
      }
    },
    subscribe(operation) {
      const subscription = prepared.get(operation);
      if (!subscription) throw new Error("This operation was not prepared.");
      return deliver(subscription);
    },
    onNext: (_context, _id, _payload, _operation, { data, errors }) => ({
      ...(data !== undefined && { data }),
      ...(errors && { errors: formatErrors(errors) }),
    }),
    onError({ extra }, _id, _payload, errors) {
      const [first] = errors;
      if (first?.originalError instanceof SubscriptionFailure) return formatErrors(first.originalError.errors);
      logFaults(errors, extra.log);
      return formatErrors(errors);
    },
  });
}

async function prepare(
  options: ProtocolOptions,
  { connectionParams, subscriptions, extra }: ConnectionContext,
  payload: SubscribePayload,
): Promise<Subscription> {
  const { operationsPerSocket } = options.limits;
  // The one that is being prepared is counted already.
  if (Object.keys(subscriptions).length > operationsPerSocket) {
    throw new GraphQLError(
      `A connection has ${operationsPerSocket} subscriptions at most: end one, or open another connection.`,
      { extensions: { code: "TOO_MANY_SUBSCRIPTIONS" } },
    );
  }
  const token = await options.verify(authorizationOf(connectionParams));
  const context = await admitToGraphql(await extra.contextFor(token));
  extra.endWith(token);

  const { field, ...args } = readOperation(options.schema, payload);
  const ending = new AbortController();
  const operation = {
    ...args,
    schema: options.schema,
    contextValue: { ...context, eventLog: options.eventLog, signal: ending.signal },
  };
  return {
    operation,
    field,
    eventContext: () => extra.contextFor(token),
    stop: () => ending.abort(),
    metrics: options.metrics,
  };
}

/** Header names are spelled in every way, and so are the parameters that stand for them. */
function authorizationOf(parameters: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const named = Object.entries(parameters ?? {}).find(([name]) => name.toLowerCase() === "authorization");
  return typeof named?.[1] === "string" ? named[1] : undefined;
}
