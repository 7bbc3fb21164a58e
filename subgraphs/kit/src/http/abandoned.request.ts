import { setImmediate as nextRound } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Does not begin with a request whose caller has gone. Where requests had to wait, because the process was away or has too much to do,
 * it would do what nobody waits for any more, until whoever waits now has gone, too, and never catch up.
 */
export async function skipAbandoned(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  // That the caller has gone is read from the connection after the request was, a round of the event loop later.
  await nextRound();
  await nextRound();
  if (request.raw.errored || request.raw.socket.destroyed) reply.hijack();
}
