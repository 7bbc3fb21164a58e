import { type ReferenceResolver, reachOf } from "@careconnect/kit";
import { referToProviders } from "./provider.policy.ts";

/**
 * A provider as this subgraph knows one: by id alone, with what the router has fetched elsewhere for a field of ours. The
 * lists below it hold what the viewer may see.
 */
export const resolveProvider: ReferenceResolver = async ({ id, availabilityState }, context) =>
  reachOf(context.viewer, referToProviders).length === 0 ? null : { id, availabilityState };
