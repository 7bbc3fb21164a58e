import {
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from "graphql";
import { type Context, makeServer, type Server, type SubscribePayload } from "graphql-ws";
import type { GatewayServer } from "../gateway/gateway.server.ts";
import { unauthenticated } from "../gateway/operation.policy.ts";
import { limits } from "../limits/router.limits.ts";
import { currentCorrelationId } from "../telemetry/correlation.scope.ts";
import type { ReadOperation, ReadSubscribePayload } from "./operation.reader.ts";
import { executeOverSocket } from "./socket.execution.ts";
import type { SocketSession } from "./socket.session.ts";
import type { StreamRegistry } from "./stream.registry.ts";
import { CredentialsExpired, SubscriptionFailure, tooMany } from "./subscription.failure.ts";
import type { Viewer } from "./viewer.audience.ts";

export interface ProtocolOptions {
  /** The public schema. */
  readonly schema: GraphQLSchema;
  readonly read: ReadSubscribePayload;
  readonly streams: StreamRegistry;
  readonly gateway: GatewayServer;
  /** Whether a caller without a token may read the schema. */
  readonly introspection: boolean;
}

type SocketContext = Context<Record<string, unknown>, SocketSession>;

/** What travels from the check of an operation to its execution. */
interface Accepted {
  readonly operation: ReadOperation;
  readonly payload: SubscribePayload;
  readonly viewer: Viewer;
}

/** A persisted document needs no text, yet the protocol's own check insists on one. */
function withQuery(key: string, value: unknown): unknown {
  if (key !== "payload" || typeof value !== "object" || value === null) return value;
  return "extensions" in value && !("query" in value) ? { ...value, query: "" } : value;
}

/** The protocol graphql-transport-ws: what arrives on a socket becomes operations, what they yield becomes messages. */
export function createGraphQLProtocol(options: ProtocolOptions): Server<SocketSession> {
  const { schema, read, streams, gateway, introspection } = options;
  const { formatError } = gateway;

  async function accept(context: SocketContext, payload: SubscribePayload): Promise<ExecutionArgs> {
    if (Object.keys(context.subscriptions).length > limits.subscriptions.operationsPerSocket) {
      throw tooMany("Too many operations are open on this socket.");
    }
    // Not at connection_init: Sandbox opens a socket without parameters first, to see whether there is one.
    const viewer = await context.extra.viewer(context.connectionParams);
    if (viewer.anonymous && !introspection) throw unauthenticated();
    const operation = read(payload);
    if (viewer.anonymous && operation.kind === "subscription") throw unauthenticated();
    const document = operation.kind === "subscription" ? operation.prepared.document : operation.document;
    const accepted: Accepted = { operation, payload, viewer };
    return { schema, document, operationName: payload.operationName, contextValue: accepted };
  }

  /** @param errors of which the one that ended the operation is the first */
  function visibleErrors(session: SocketSession, errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
    const cause = errors[0]?.originalError;
    if (cause instanceof SubscriptionFailure) return cause.errors;
    if (cause instanceof CredentialsExpired) session.expire();
    return errors.map((error) => formatError(error.toJSON(), error));
  }

  return makeServer<Record<string, unknown>, SocketSession>({
    connectionInitWaitTimeout: limits.subscriptions.initialisation,
    jsonMessageReviver: withQuery,
    onSubscribe: (context, _, payload) =>
      accept(context, payload).catch((error: unknown) => [
        error instanceof GraphQLError ? error : new GraphQLError("fault", { originalError: error as Error }),
      ]),
    subscribe({ contextValue }) {
      const { operation, viewer } = contextValue as Accepted;
      if (operation.kind !== "subscription") throw new Error("not a subscription");
      return streams.open(operation.prepared, operation.variables, viewer) as AsyncGenerator<ExecutionResult>;
    },
    execute({ contextValue }) {
      const { operation, viewer, payload } = contextValue as Accepted;
      if (operation.kind !== "other") throw new Error("not a query or mutation");
      const { operationName, variables } = payload;
      return executeOverSocket(gateway, {
        source: operation.source,
        operationName,
        variables,
        viewer,
        correlationId: currentCorrelationId() ?? "",
      }) as Promise<ExecutionResult>;
    },
    // Results are formatted already; the library would format them once more, as if they were errors of its own.
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (context, _id, _payload, errors) => visibleErrors(context.extra, errors),
  });
}
