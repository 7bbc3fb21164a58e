import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from "cockatiel";
import Stripe from "stripe";
import type { GatewaySettings } from "./gateway.settings.ts";

/**
 * How long one attempt may take, and how often it is repeated, with the key that it had: together less than the ten seconds for
 * which the router waits. What is not answered by then is asked again by the task.
 */
const [attemptTimeout, retries] = [4_000, 1];

/** So many faults in a row, and for so long nobody asks; then one does. */
const [faultsInARow, pauseMs] = [5, 10_000];

/** The gateway did not answer, or not so that it is known what became of what was asked. */
export class GatewayUnavailableError extends Error {
  override readonly name = "GatewayUnavailableError";
}

/** What payments need of Stripe. */
export interface Gateway {
  readonly settings: GatewaySettings;
  /** @throws GatewayUnavailableError, or Stripe's error when it was refused */
  ask<Answer>(question: (stripe: Stripe) => Promise<Answer>): Promise<Answer>;
  /** The event that a webhook told, if it is from there and of now. @throws Stripe.errors.StripeSignatureVerificationError */
  readEvent(payload: Buffer, signature: string): Stripe.Event;
}

export function createGateway(settings: GatewaySettings): Gateway {
  const { apiBase, secretKey, webhookSecret } = settings;
  const protocol = apiBase.protocol === "http:" ? "http" : "https";
  const stripe = new Stripe(secretKey, {
    ...{ host: apiBase.hostname, port: apiBase.port || (protocol === "http" ? "80" : "443"), protocol },
    ...{ timeout: attemptTimeout, maxNetworkRetries: retries, telemetry: false },
    appInfo: { name: "CareConnect" },
  });
  const circuit: CircuitBreakerPolicy = circuitBreaker(handleWhen(isOut), {
    halfOpenAfter: pauseMs,
    breaker: new ConsecutiveBreaker(faultsInARow),
  });
  const guarded = circuit.execute.bind(circuit);
  return {
    settings,
    async ask(question) {
      try {
        return await guarded(() => question(stripe));
      } catch (error) {
        if (error instanceof BrokenCircuitError || isAway(error))
          throw new GatewayUnavailableError("The payment gateway does not answer.", { cause: error });
        throw error;
      }
    },
    readEvent: (payload, signature) => stripe.webhooks.constructEvent(payload, signature, webhookSecret),
  };
}

/** Whether nobody need ask for a while. A key that lacks one right is good for what it has others for. */
function isOut(error: unknown): boolean {
  return isAway(error) && !(error instanceof Stripe.errors.StripePermissionError);
}

/** Whether it is not known what became of what was asked, or somebody has to come later. */
function isAway(error: unknown): boolean {
  const { errors } = Stripe;
  return (
    error instanceof errors.StripeConnectionError ||
    error instanceof errors.StripeAPIError ||
    error instanceof errors.StripeRateLimitError ||
    error instanceof errors.StripeAuthenticationError ||
    // The key lacks a right, which somebody gives it.
    error instanceof errors.StripePermissionError
  );
}

let active: Gateway | undefined;

/** Payments go over `gateway` from now on; over none when it is undefined. */
export function useGateway(gateway: Gateway | undefined): void {
  active = gateway;
}

/** Undefined where no payments are taken online. */
export function findGateway(): Gateway | undefined {
  return active;
}

/** Whose minor units are others at Stripe than by ISO 4217, or which takes no odd ones: nobody is to be charged a hundredth. */
const countedOtherwise = new Set(["ISK", "UGX", "MGA", "BHD", "JOD", "KWD", "OMR", "TND"]);

/** As {@link findGateway}, for a currency (ISO 4217). */
export function findGatewayFor(currency: string): Gateway | undefined {
  return countedOtherwise.has(currency) ? undefined : active;
}
