import { MissingScopeError } from "../errors/errors.ts";
import { apiScope, delegatedScopes } from "../policy/policy.scopes.ts";
import type { RequestContext } from "./request.context.ts";

const admitted = [apiScope, ...delegatedScopes];

/**
 * Who asks in GraphQL needs a token for it, or for a part of it: one for imports alone reads nobody's record. A refusal is
 * written down.
 * @throws MissingScopeError
 */
export async function admitToGraphql(context: RequestContext): Promise<RequestContext> {
  if (admitted.some((scope) => context.viewer.scopes.has(scope))) return context;
  context.audit.denied(apiScope);
  await context.audit.flush();
  throw new MissingScopeError(apiScope);
}
