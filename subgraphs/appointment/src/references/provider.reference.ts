import { referenceBy } from "@careconnect/kit";
import { referToProviders } from "./provider.policy.ts";

/** A provider as this subgraph knows one: by id alone. The lists below it hold what the viewer may see. */
export const resolveProvider = referenceBy(referToProviders, async (_context, id) => ({ id }));
