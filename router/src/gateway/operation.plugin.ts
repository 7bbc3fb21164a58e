import type { ApolloServerPlugin } from "@apollo/server";
import type { RouterMetrics } from "../telemetry/router.metrics.ts";
import { isIntrospection, operationNotFound, subscriptionOverPost, unauthenticated } from "./operation.policy.ts";
import type { RouterContext } from "./request.context.ts";

/** Applies what can only be decided once the operation is known, and cleans the answer that the gateway gives. */
export function operationPlugin(metrics: RouterMetrics): ApolloServerPlugin<RouterContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, document, contextValue }) {
          if (operation === undefined) throw operationNotFound();
          if (contextValue.anonymous && !isIntrospection(operation, document)) throw unauthenticated();
          if (operation.operation === "subscription") throw subscriptionOverPost();
        },
        async willSendResponse({ operation, response }) {
          if (response.body.kind !== "single") return;
          const result = response.body.singleResult;
          // The gateway reports here which non-null fields a subgraph left empty, in words meant for its own developers.
          if (result.extensions?.valueCompletion !== undefined) delete result.extensions;
          const outcome = result.errors === undefined ? "ok" : result.data == null ? "failed" : "partial";
          metrics.countOperation(operation?.operation ?? "none", outcome);
        },
      };
    },
  };
}
