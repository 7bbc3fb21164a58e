import { boundEntityManager, type SubgraphServices, systemContext } from "@careconnect/kit";
import type { FastifyInstance, FastifyReply } from "fastify";
import Stripe from "stripe";
import { z } from "zod";
import { findGateway, GatewayUnavailableError } from "./gateway.client.ts";
import { isHeeded, rememberHeeded } from "./gateway.query.ts";
import { advancePayment } from "./payment.progress.ts";
import { askRefund } from "./refund.progress.ts";

/** What the gateway tells at once, in bytes. */
const bodyLimit = 524_288;

/** What of an event's object is ours: what we gave it when we made it. */
const ours = z.object({
  metadata: z.object({
    organizationId: z.uuid(),
    paymentId: z.uuid(),
    refundId: z.uuid().optional(),
  }),
});

/**
 * `POST /webhooks/stripe`: that something happened to a payment. It is believed by its signature, within five minutes; what happened
 * is asked of the gateway itself, so that it does not matter in which order, how late or how often it is told.
 */
export async function webhookRoutes(app: FastifyInstance, { orm, log }: SubgraphServices): Promise<void> {
  await app.register(async (webhooks) => {
    webhooks.removeAllContentTypeParsers();
    // The signature is of the very bytes.
    webhooks.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, done) => done(null, body));
    webhooks.post("/webhooks/stripe", async (request, reply) => {
      const gateway = findGateway();
      if (!gateway) return refuse(reply, 404, "NOT_FOUND", "There is nothing at this address.");
      const { "stripe-signature": signature } = request.headers;
      const event = readEvent(() => gateway.readEvent(request.body as Buffer, String(signature)));
      if (!event) return refuse(reply, 400, "WEBHOOK_INVALID", "The signature is not of this body, or not of now.");
      const said = ours.safeParse(event.data.object);
      // What others do with the same account is nothing to us.
      if (!said.success) return { received: true };
      const { organizationId, paymentId, refundId } = said.data.metadata;
      const em = boundEntityManager(orm, organizationId);
      if (await isHeeded(em, event.id)) return { received: true };
      const context = systemContext(em, request.id);
      try {
        await (refundId === undefined ? advancePayment(context, paymentId) : askRefund(context, refundId));
      } catch (error) {
        if (!(error instanceof GatewayUnavailableError)) throw error;
        log.warn({ type: event.type }, "an event of the gateway could not be heeded; it is told again");
        return refuse(reply, 503, "GATEWAY_UNAVAILABLE", "Tell it again.");
      }
      await rememberHeeded(em, event);
      return { received: true };
    });
  });
}

function readEvent(read: () => Stripe.Event): Stripe.Event | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError)
      return undefined;
    throw error;
  }
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ code, message });
}
