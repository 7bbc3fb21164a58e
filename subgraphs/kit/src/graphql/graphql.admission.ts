import { MissingScopeError } from "../errors/errors.ts";
import type { RequestContext } from "./request.context.ts";

const scope = "graphql";

/**
 * Who asks in GraphQL needs a token for it: one for imports alone reads nobody's record. A refusal is written down.
 * @throws MissingScopeError
 */
export async function admitToGraphql(context: RequestContext): Promise<RequestContext> {
  if (context.viewer.scopes.has(scope)) return context;
  context.audit.denied(scope);
  await context.audit.flush();
  throw new MissingScopeError(scope);
}
