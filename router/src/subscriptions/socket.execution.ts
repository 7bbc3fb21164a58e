import type { FormattedExecutionResult } from "graphql";
import type { GatewayServer } from "../gateway/gateway.server.ts";
import { limits } from "../limits/router.limits.ts";
import type { Viewer } from "./viewer.audience.ts";

interface OperationOverSocket {
  readonly source: string;
  readonly operationName: string | null | undefined;
  readonly variables: Record<string, unknown> | null | undefined;
  readonly viewer: Viewer;
  readonly correlationId: string;
}

/** Executes a query or mutation as if it had come by POST. */
export async function executeOverSocket(
  { server }: GatewayServer,
  { source, operationName, variables, viewer, correlationId }: OperationOverSocket,
): Promise<FormattedExecutionResult> {
  const { body } = await server.executeOperation(
    {
      query: source,
      ...(operationName == null ? {} : { operationName }),
      ...(variables == null ? {} : { variables }),
    },
    {
      contextValue: {
        authorization: viewer.authorization,
        anonymous: viewer.anonymous,
        correlationId,
        clientAddress: viewer.address,
        deadline: performance.now() + limits.operationTimeout,
      },
    },
  );
  return body.kind === "single" ? body.singleResult : body.initialResult;
}
