import type { IncomingMessage } from "node:http";
import type { Origin } from "@careconnect/kit";
import { Provider } from "oidc-provider";

const origins = new WeakMap<IncomingMessage, Origin>();

/** Notes where a request that is passed to the provider came from, for the audit log. */
export function noteOrigin(request: IncomingMessage, origin: Origin): void {
  origins.set(request, origin);
}

/** Where the request came from that the provider is answering. */
export function currentOrigin(): Origin {
  const request = Provider.ctx?.req;
  const origin = request && origins.get(request);
  if (!origin) throw new Error("The provider works for no request.");
  return origin;
}
