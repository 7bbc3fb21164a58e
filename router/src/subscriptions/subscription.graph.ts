import { operationFromDocument, type Schema, Supergraph } from "@apollo/federation-internals";
import { buildOperationContext, executeQueryPlan } from "@apollo/gateway";
import { type FetchNode, type QueryPlan, QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema } from "graphql";
import type { RouterContext } from "../gateway/request.context.ts";
import type { SubgraphSource } from "../gateway/subgraph.source.ts";
import { type PrimaryOperation, readPrimaryOperation, type Variables } from "./primary.operation.ts";

/** How one subscription is answered: by events of one subgraph, and for each of them the same questions to others. */
export interface SubscriptionPlan {
  readonly primary: PrimaryOperation;
  /** True when other fields are fetched for each event. */
  readonly joined: boolean;
  /**
   * Joins one event. The event stays as it is; errors are the subgraphs' own, not yet fit for clients.
   * @param variables the client's
   */
  join(event: ExecutionResult, variables: Variables, context: RouterContext): Promise<ExecutionResult>;
}

/** The supergraph from a subscription's point of view. After a reload of the schema there is a new one. */
export interface SubscriptionGraph {
  /** The public schema. */
  readonly schema: GraphQLSchema;
  /** @param document valid against the public schema, holding one subscription of that name */
  plan(document: DocumentNode, operationName: string | undefined): SubscriptionPlan;
}

type ServiceMap = Parameters<typeof executeQueryPlan>[1];
type RequestContext = Parameters<typeof executeQueryPlan>[2];
type Source = ServiceMap[string];

/** Asks the subgraph as always, except that the primary operation is answered by the event. */
function answeredBy(event: ExecutionResult, primary: FetchNode, source: Source | undefined): Source {
  return {
    async process(options) {
      if (options.request.query === primary.operation) {
        // The executor merges what it fetches into what it is given, and other streams read the same event.
        return { ...(event.errors === undefined ? {} : { errors: event.errors }), data: structuredClone(event.data) };
      }
      if (source === undefined) throw new Error(`there is no subgraph ${primary.serviceName}`);
      return source.process(options);
    },
  } as Source;
}

function parts(plan: QueryPlan): { primary: FetchNode; steps: QueryPlan; joined: boolean } {
  const { node } = plan;
  if (node?.kind !== "Subscription") {
    throw new GraphQLError("The subscription selects nothing that could change.", {
      extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
    });
  }
  const { primary, rest } = node;
  return {
    primary,
    joined: rest !== undefined,
    steps: { kind: "QueryPlan", node: { kind: "Sequence", nodes: rest === undefined ? [primary] : [primary, rest] } },
  };
}

/**
 * Builds the planner, which takes some tens of milliseconds. Apollo's gateway plans and executes every other operation
 * but refuses subscriptions; all its parts are public, so that joins behave as they do in queries.
 */
export function createSubscriptionGraph(
  supergraphSdl: string,
  sources: Readonly<Record<string, SubgraphSource>>,
): SubscriptionGraph {
  // The gateway has validated it.
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
  const planner = new QueryPlanner(supergraph);
  const apiSchema: Schema = supergraph.apiSchema();
  const schema = apiSchema.toGraphQLJSSchema();
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema();

  return {
    schema,
    plan(document, operationName) {
      const named = operationName === undefined ? {} : { operationName };
      const operation = operationFromDocument(apiSchema, document, named);
      const { primary, steps, joined } = parts(planner.buildQueryPlan(operation));
      const operationContext = buildOperationContext({ schema, operationDocument: document, ...named });
      return {
        primary: readPrimaryOperation(primary.serviceName, primary.operation, schema),
        joined,
        join(event, variables, context) {
          const services: ServiceMap = Object.create(sources);
          services[primary.serviceName] = answeredBy(
            event,
            primary,
            sources[primary.serviceName] as Source | undefined,
          );
          // Of a request's context the executor reads no more than this.
          const request = { request: { variables }, context, metrics: {} } as unknown as RequestContext;
          return executeQueryPlan(steps, services, request, operationContext, supergraphSchema, apiSchema);
        },
      };
    },
  };
}
