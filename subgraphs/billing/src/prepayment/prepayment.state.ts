import { registerEnumType } from "type-graphql";

/** How far a visit that is paid in advance is, as far as its money goes. */
export enum PrepaymentState {
  AWAITING = "AWAITING",
  WAIVED = "WAIVED",
  PAID = "PAID",
  CONFIRMED = "CONFIRMED",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
  REFUNDING = "REFUNDING",
  REFUNDED = "REFUNDED",
}

/** Why a visit cannot be paid in advance. */
export enum PrepaymentFailure {
  NO_PRICE = "NO_PRICE",
  DECLINED = "DECLINED",
}

registerEnumType(PrepaymentState, {
  name: "PrepaymentState",
  description: "How far a visit that is paid in advance is.",
  valuesConfig: {
    AWAITING: { description: "Its time is held, and its invoice waits to be paid." },
    WAIVED: { description: "The clinic confirmed it before it was paid: its invoice is to be paid like any other." },
    PAID: { description: "The patient's share is paid; the visit is confirmed within seconds." },
    CONFIRMED: { description: "Paid, and the visit stands." },
    FAILED: { description: "It cannot be paid: the visit is called off within seconds." },
    CANCELLED: { description: "The visit was called off, and nothing of what was paid is to be given back." },
    REFUNDING: { description: "The visit was called off, and what was paid is being given back." },
    REFUNDED: { description: "The visit was called off, and what was paid was given back, less a fee." },
  },
});

registerEnumType(PrepaymentFailure, {
  name: "PrepaymentFailure",
  description: "Why a visit could not be paid in advance.",
  valuesConfig: {
    NO_PRICE: { description: "There is no price for it." },
    DECLINED: { description: "It was declined three times." },
  },
});

const { AWAITING, WAIVED, PAID, CONFIRMED, FAILED, CANCELLED, REFUNDING, REFUNDED } = PrepaymentState;

/**
 * What happens to a visit or to its money:
 * - `settle`: nothing of the patient's share is owed any more
 * - `decline`: a card was declined, `giveUp`: for the last time that is borne
 * - `confirm`: the visit stands
 * - `callOff`: the visit was called off, whoever did it; `callOffPaid`: after something was paid of which some is owed back
 * - `oweBack`: something is owed back to the patient after all, as when they paid too late
 * - `giveBack`: nothing is owed back any more
 */
export type PrepaymentStep =
  | "settle"
  | "decline"
  | "giveUp"
  | "confirm"
  | "callOff"
  | "callOffPaid"
  | "oweBack"
  | "giveBack";

interface PrepaymentTransition {
  readonly step: PrepaymentStep;
  readonly from: readonly PrepaymentState[];
  readonly to: PrepaymentState;
}

const calledOff = [AWAITING, WAIVED, FAILED, PAID, CONFIRMED] as const;

/**
 * The state machine of visits that are paid in advance. What is not here changes nothing: what is told late, twice, or in another order
 * than it happened is told about a state that is over.
 */
export const prepaymentTransitions: readonly PrepaymentTransition[] = [
  { step: "settle", from: [AWAITING], to: PAID },
  { step: "settle", from: [WAIVED], to: CONFIRMED },
  { step: "decline", from: [AWAITING], to: AWAITING },
  { step: "giveUp", from: [AWAITING], to: FAILED },
  // The clinic may confirm it while it is told that it failed: the visit stands then.
  { step: "confirm", from: [AWAITING, FAILED], to: WAIVED },
  { step: "confirm", from: [PAID], to: CONFIRMED },
  { step: "callOff", from: calledOff, to: CANCELLED },
  { step: "callOffPaid", from: calledOff, to: REFUNDING },
  { step: "oweBack", from: [CANCELLED, REFUNDED], to: REFUNDING },
  { step: "giveBack", from: [REFUNDING], to: REFUNDED },
];

/** Where the step leads; undefined when it leads nowhere from there. */
export function prepaymentAfter(step: PrepaymentStep, from: PrepaymentState): PrepaymentState | undefined {
  return prepaymentTransitions.find((transition) => transition.step === step && transition.from.includes(from))?.to;
}
