import { randomBytes } from "node:crypto";
import { ApiError, invalidRequest, noSuch } from "./api.error.ts";
import { type IntentStatus, type IntentStep, intentAfter } from "./intent.machine.ts";
import type { ApiObject, SimulatorStorage } from "./simulator.storage.ts";
import { type TestCard, testCards } from "./test.cards.ts";

/** A payment intent as it is kept: what is answered, all of it. */
export interface Intent extends ApiObject {
  readonly status: IntentStatus;
  readonly amount: number;
  readonly currency: string;
  readonly payment_method: string | null;
  readonly latest_charge: string | null;
  readonly metadata: object;
}

export interface Charge extends ApiObject {
  readonly amount: number;
  readonly amount_refunded: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly payment_method: string;
  readonly status: "succeeded" | "failed";
}

export interface Refund extends ApiObject {
  readonly amount: number;
  readonly charge: string;
  readonly currency: string;
  readonly payment_intent: string;
  readonly status: "pending" | "succeeded" | "failed";
}

export interface SimulationOptions {
  readonly storage: SimulatorStorage;
  /** Where somebody says that it is them. */
  readonly challengeUrl: (intentId: string) => string;
  /** How long what takes its time takes, in milliseconds. */
  readonly slowMs: number;
}

const seconds = () => Math.floor(Date.now() / 1_000);
export const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString("hex")}`;

export type PaymentSimulation = ReturnType<typeof createSimulation>;

/** What happens to payments. Each of these is called within a transaction of the storage. */
export function createSimulation({ storage, challengeUrl, slowMs }: SimulationOptions) {
  function emit(type: string, object: ApiObject, { telling = "promptly" }: Partial<TestCard> = {}): void {
    const event = {
      ...{ id: newId("evt"), object: "event", api_version: "2026-10-28.endive", created: seconds(), type },
      ...{ data: { object }, livemode: false, pending_webhooks: 1, request: { id: null, idempotency_key: null } },
    };
    storage.save(event);
    if (telling === "never") return;
    const later = Date.now() + slowMs;
    // What comes first is told last.
    const isDelayed = telling === "late" || (telling === "reversed" && type !== "payment_intent.succeeded");
    storage.addJob("tell", event.id, isDelayed ? later : Date.now());
    if (telling === "twice") storage.addJob("tell", event.id, later);
  }

  function findIntent(id: string): Intent {
    const found = storage.find(id);
    if (found?.object !== "payment_intent") throw noSuch("payment_intent", id);
    return found as Intent;
  }

  function findCharge(id: string): Charge {
    const found = storage.find(id);
    if (found?.object !== "charge") throw noSuch("charge", id);
    return found as Charge;
  }

  function cardOf(method: string | null): TestCard {
    const card = method === null ? undefined : testCards[method];
    if (!card)
      throw invalidRequest(`No such PaymentMethod: '${method}'`, { code: "resource_missing", param: "payment_method" });
    return card;
  }

  /** Takes a step; what more changes is told with it. */
  function take(step: IntentStep, intent: Intent, card: TestCard | undefined, changes: object = {}): Intent {
    const { to, event } = intentAfter(step, intent.status);
    const changed = { ...intent, next_action: null, ...changes, status: to } as Intent;
    storage.save(changed);
    emit(event, changed, card);
    return changed;
  }

  function chargeFor(intent: Intent, method: string, outcome: { readonly declineCode?: string }): Charge {
    const isPaid = outcome.declineCode === undefined;
    const [id, transactionId] = [newId("ch"), newId("txn")];
    const { amount, currency, metadata } = intent;
    const charge = {
      ...{ id, object: "charge", created: seconds(), amount, currency, metadata, livemode: false },
      ...{ amount_captured: isPaid ? amount : 0, amount_refunded: 0, paid: isPaid, refunded: false, captured: isPaid },
      ...{ payment_intent: intent.id, payment_method: method, status: isPaid ? "succeeded" : "failed" },
      ...{ balance_transaction: isPaid ? transactionId : null, failure_code: isPaid ? null : "card_declined" },
      outcome: { type: isPaid ? "authorized" : "issuer_declined", reason: outcome.declineCode ?? null },
    } as Charge;
    storage.save(charge);
    if (isPaid) book(transactionId, "charge", id, amount, currency);
    emit(isPaid ? "charge.succeeded" : "charge.failed", charge, testCards[method]);
    return charge;
  }

  function book(
    id: string,
    type: "charge" | "refund" | "refund_failure",
    source: string,
    amount: number,
    currency: string,
  ) {
    storage.save({
      ...{ id, object: "balance_transaction", created: seconds(), available_on: seconds(), type, source },
      ...{ amount, fee: 0, fee_details: [], net: amount, currency, status: "available", reporting_category: type },
    });
  }

  function succeed(intent: Intent, method: string): Intent {
    const charge = chargeFor(intent, method, {});
    const changes = {
      payment_method: method,
      latest_charge: charge.id,
      amount_received: intent.amount,
      last_payment_error: null,
    };
    return take("succeed", intent, testCards[method], changes);
  }

  function decline(intent: Intent, method: string, declineCode: string): never {
    const charge = chargeFor(intent, method, { declineCode });
    const error = {
      ...{ type: "card_error", code: "card_declined", decline_code: declineCode, charge: charge.id },
      message: "Your card was declined.",
    };
    const changed = take("decline", intent, testCards[method], {
      ...{ payment_method: null, latest_charge: charge.id, last_payment_error: error },
    });
    throw new Declined(402, { ...error, payment_intent: changed });
  }

  return {
    emit,
    findIntent,
    findCharge,

    create(given: {
      readonly amount: number;
      readonly currency: string;
      readonly metadata: object;
      readonly description?: string | undefined;
      readonly payment_method?: string | undefined;
    }): Intent {
      const id = newId("pi");
      if (given.payment_method !== undefined) cardOf(given.payment_method);
      const intent = {
        ...{ id, object: "payment_intent", created: seconds(), livemode: false, ...given },
        ...{ amount_received: 0, amount_capturable: 0, capture_method: "automatic", confirmation_method: "automatic" },
        ...{ client_secret: `${id}_secret_${randomBytes(12).toString("hex")}`, next_action: null, canceled_at: null },
        ...{ payment_method: given.payment_method ?? null, latest_charge: null, last_payment_error: null },
        ...{ payment_method_types: ["card"], cancellation_reason: null },
        status: given.payment_method === undefined ? "requires_payment_method" : "requires_confirmation",
      } as Intent;
      storage.save(intent);
      emit("payment_intent.created", intent);
      return intent;
    },

    confirm(
      id: string,
      given: { readonly payment_method?: string | undefined; readonly return_url?: string | undefined },
    ): Intent {
      const intent = findIntent(id);
      const method = given.payment_method ?? intent.payment_method;
      const card = cardOf(method);
      // Before anything is charged.
      intentAfter(card.outcome, intent.status);
      if (method === null) throw new Error("A card was found for it.");
      if (card.outcome === "succeed") return succeed(intent, method);
      if (card.outcome === "decline") return decline(intent, method, String(card.declineCode));
      if (card.outcome === "process") {
        storage.addJob("settle", id, Date.now() + slowMs);
        return take("process", intent, card, { payment_method: method });
      }
      const redirect = { url: challengeUrl(id), return_url: given.return_url ?? null };
      return take("authenticate", intent, card, {
        ...{ payment_method: method, next_action: { type: "redirect_to_url", redirect_to_url: redirect } },
      });
    },

    /** Ends what is under way by itself. */
    settle(id: string): void {
      const intent = findIntent(id);
      if (intent.status === "processing") succeed(intent, String(intent.payment_method));
    },

    /** Whoever pays has said who they are, or has not. */
    authenticated(id: string, isThem: boolean): Intent {
      const intent = findIntent(id);
      if (intent.status !== "requires_action") throw invalidRequest("Nobody was asked who they are.");
      const method = String(intent.payment_method);
      if (isThem) return succeed(intent, method);
      return take("decline", intent, testCards[method], {
        ...{ payment_method: null },
        last_payment_error: {
          ...{ type: "invalid_request_error", code: "payment_intent_authentication_failure" },
          // As Stripe makes one of each card that is tried.
          payment_method: { id: newId("pm"), object: "payment_method", type: "card" },
          message: "The provided PaymentMethod has failed authentication.",
        },
      });
    },

    cancel(id: string, reason: string | undefined): Intent {
      return take("cancel", findIntent(id), undefined, {
        ...{ canceled_at: seconds(), cancellation_reason: reason ?? null },
      });
    },

    refund(given: {
      readonly payment_intent?: string | undefined;
      readonly charge?: string | undefined;
      readonly amount?: number | undefined;
      readonly metadata: object;
      readonly reason?: string | undefined;
    }): Refund {
      const chargeId = given.charge ?? (given.payment_intent && findIntent(given.payment_intent).latest_charge);
      if (!chargeId) throw invalidRequest("This PaymentIntent does not have a successful charge to refund.");
      const charge = findCharge(chargeId);
      if (charge.status !== "succeeded")
        throw invalidRequest("This PaymentIntent does not have a successful charge to refund.");
      const left = charge.amount - charge.amount_refunded;
      const amount = given.amount ?? left;
      if (left === 0)
        throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
      if (amount > left)
        throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
          param: "amount",
        });
      const { refund: outcome = "succeed" } = cardOf(charge.payment_method);
      const [id, transactionId] = [newId("re"), newId("txn")];
      const { currency, payment_intent } = charge;
      const refund = {
        ...{ id, object: "refund", created: seconds(), amount, currency, charge: charge.id, payment_intent },
        ...{ metadata: given.metadata, reason: given.reason ?? null, balance_transaction: transactionId },
        ...{ failure_reason: null, status: outcome === "pend" ? "pending" : "succeeded" },
      } as Refund;
      storage.save(refund);
      book(transactionId, "refund", id, -amount, currency);
      const refunded = charge.amount_refunded + amount;
      const changed = { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount };
      storage.save(changed);
      emit("refund.created", refund);
      emit("charge.refunded", changed);
      if (outcome !== "succeed")
        storage.addJob(outcome === "pend" ? "settleRefund" : "failRefund", id, Date.now() + slowMs);
      return refund;
    },

    endRefund(id: string, isGiven: boolean): void {
      const refund = storage.find(id) as Refund;
      const ended = {
        ...refund,
        status: isGiven ? "succeeded" : "failed",
        failure_reason: isGiven ? null : "expired_or_canceled_card",
      };
      storage.save(ended as Refund);
      if (!isGiven) {
        const charge = findCharge(refund.charge);
        storage.save({ ...charge, amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
        book(newId("txn"), "refund_failure", id, refund.amount, refund.currency);
      }
      emit(isGiven ? "refund.updated" : "refund.failed", ended as Refund);
    },
  };
}

/** An answer that is an error although it changed something, which is kept. */
export class Declined extends ApiError {}
