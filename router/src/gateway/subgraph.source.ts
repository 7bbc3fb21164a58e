import { type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from "@apollo/gateway";
import type { GraphQLError, GraphQLFormattedError } from "graphql";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { RouterMetrics } from "../telemetry/router.metrics.ts";
import { distinctRepresentations, repeatEntities, repeatErrors } from "./distinct.representations.ts";
import { type FetchFailure, failureOfStatus, failureOfTransport, unavailable } from "./fetch.failure.ts";
import { lostPaths } from "./lost.paths.ts";
import type { RouterContext } from "./request.context.ts";
import type { Fetcher, FetcherResponse } from "./subgraph.pool.ts";

export interface SubgraphSourceOptions {
  readonly name: string;
  readonly url: string;
  readonly fetcher: Fetcher;
  readonly metrics: RouterMetrics;
  readonly logger: Logger;
}

/** A subgraph's error as it said it, except that it may not decide the HTTP status of the whole answer. */
function quoted({ message, path, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  const { http: _, ...kept } = extensions ?? {};
  return { message, ...(path === undefined ? {} : { path }), extensions: kept };
}

type SubgraphResponse = Awaited<ReturnType<RemoteGraphQLDataSource["process"]>>;

type ProcessOptions = GraphQLDataSourceProcessOptions<RouterContext>;

/**
 * Asks one subgraph. A failed fetch becomes errors with paths beside empty data, never an exception:
 * the gateway gives no path to an exception.
 */
export class SubgraphSource extends RemoteGraphQLDataSource<RouterContext> {
  private readonly options: SubgraphSourceOptions;

  constructor(options: SubgraphSourceOptions) {
    super({ url: options.url, fetcher: options.fetcher, honorSubgraphCacheControlHeader: false });
    this.options = options;
  }

  override willSendRequest({ request, context }: ProcessOptions): void {
    const headers = request.http?.headers;
    if (headers === undefined) return;
    headers.set("accept", "application/json");
    if (context.authorization !== undefined) headers.set("authorization", context.authorization);
    if (context.correlationId !== undefined) headers.set(correlationHeader, context.correlationId);
    if (context.clientAddress !== undefined) headers.set("x-forwarded-for", context.clientAddress);
  }

  override async process(options: ProcessOptions): Promise<SubgraphResponse> {
    const { name, metrics } = this.options;
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    try {
      if (started > (options.context.deadline ?? Number.POSITIVE_INFINITY)) {
        throw unavailable(name, "timeout", "the operation's time was used up");
      }
      const response = await this.ask(options);
      metrics.observeFetch(name, response.errors === undefined ? "ok" : "errors", seconds());
      return response.errors === undefined ? response : { ...response, errors: response.errors.map(quoted) };
    } catch (error) {
      const failure = failureOfTransport(name, error);
      metrics.observeFetch(name, failure.outcome, seconds());
      this.options.logger.warn(
        {
          subgraph: name,
          outcome: failure.outcome,
          reason: failure.reason,
          correlationId: options.context.correlationId,
        },
        "subgraph fetch failed",
      );
      return this.emptyAnswer(options, failure);
    }
  }

  /** The gateway asks for an entity as often as it occurs: a page of one provider's slots, fifty times for the provider. */
  private async ask(options: ProcessOptions): Promise<SubgraphResponse> {
    const { request } = options;
    const distinct = distinctRepresentations(request.variables?.representations);
    if (distinct === undefined) return super.process(options);
    const { representations } = distinct;
    const response = await super.process({
      ...options,
      request: { ...request, variables: { ...request.variables, representations } },
    });
    const entities: unknown = response.data?._entities;
    return {
      ...response,
      ...(Array.isArray(entities) && { data: { ...response.data, _entities: repeatEntities(entities, distinct) } }),
      ...(response.errors && { errors: repeatErrors(response.errors, distinct) }),
    };
  }

  override async parseBody(response: FetcherResponse): Promise<object | string> {
    const body: unknown = await response.json();
    if (typeof body === "object" && body !== null && ("data" in body || "errors" in body)) return body;
    throw unavailable(this.options.name, "invalid", "the answer is not GraphQL");
  }

  override async errorFromResponse(response: FetcherResponse): Promise<GraphQLError> {
    throw failureOfStatus(this.options.name, response.status, await response.text());
  }

  private emptyAnswer({ request }: ProcessOptions, failure: FetchFailure): SubgraphResponse {
    if (failure.errors !== undefined) return { data: null, errors: failure.errors.map(quoted) };
    const extensions = { code: failure.code, service: this.options.name };
    const paths = lostPaths(request.query ?? "", request.variables?.representations);
    return { data: null, errors: paths.map((path) => ({ message: failure.clientMessage, path, extensions })) };
  }
}
