import { setTimeout as pause } from "node:timers/promises";
import { seeded } from "@careconnect/dev/demo/demo.random";
import { doctor, patientOf, providerOf, startOf } from "./chaos.clinic.ts";
import type { PersistentClient } from "./persistent.client.ts";

/** What becomes of a visit, step by step. */
export type Course = "prepaid" | "declined" | "refunded" | "kept" | "cancelled" | "completed" | "paid";

/** A visit and what was acknowledged of it. */
export interface VisitRecord {
  readonly index: number;
  readonly course: Course;
  /** With what it is paid online. */
  readonly card: string;
  appointmentId?: string;
  /** The status that was acknowledged last. */
  status?: string;
  paymentId?: string;
  /** Why it came to a halt. */
  halted?: string;
}

const courses: readonly { readonly value: Course; readonly weight: number }[] = [
  { value: "prepaid", weight: 10 },
  { value: "declined", weight: 2 },
  { value: "refunded", weight: 2 },
  { value: "kept", weight: 1 },
  { value: "cancelled", weight: 1 },
  { value: "completed", weight: 2 },
  { value: "paid", weight: 2 },
];

/** Cards that pay, however the gateway tells of it. */
const goodCards = [
  "pm_card_visa",
  "pm_simulator_processing",
  "pm_simulator_lateWebhooks",
  "pm_simulator_duplicateWebhooks",
  "pm_simulator_reversedWebhooks",
  "pm_simulator_noWebhooks",
];
const badCard = "pm_card_chargeDeclined";

/** What is to become of each visit: the same for the same seed. */
export function planVisits(seed: number, count: number): VisitRecord[] {
  const random = seeded(seed + 1_000_003);
  return Array.from({ length: count }, (_, index) => ({
    index,
    course: random.helpers.weightedArrayElement(courses),
    card: random.helpers.arrayElement(goodCards),
  }));
}

/** At whose desk something is done. */
export interface Desks {
  readonly staff: PersistentClient;
  readonly doctor: PersistentClient;
}

export function isPaidInAdvance(course: Course): boolean {
  return course === "prepaid" || course === "declined" || course === "refunded";
}

export interface VisitTimes {
  /** Of the run: it is a part of every idempotency key. */
  readonly seed: number;
  readonly now: Date;
  /** By the clock, in milliseconds: what has not come about by then never does. */
  readonly giveUpAt: number;
}

/** Does one visit from its booking on; every step is asked for until it is acknowledged. */
export async function runVisit(visit: VisitRecord, desks: Desks, { seed, now, giveUpAt }: VisitTimes): Promise<void> {
  const { index, course } = visit;
  const key = (step: string) => `chaos-${seed}-${index}-${step}`;
  const isSoon = course === "completed" || course === "paid";
  const isPrepaid = isPaidInAdvance(course);
  const command = async (desk: PersistentClient, query: string, input: object) => {
    const payload = await desk.command(query, { ...input });
    const [refusal] = payload.userErrors;
    if (refusal) throw new Error(`${query.match(/\{ (\w+)\(/)?.[1]}: ${refusal.code}`);
    return payload;
  };
  try {
    const { appointment } = await command(desks.staff, isSoon ? documents.overbook : documents.book, {
      patientId: patientOf(index),
      providerId: isSoon ? doctor : providerOf(index),
      startsAt: startOf(index, now, isSoon),
      visitType: "IN_PERSON",
      reason: "Check-up",
      ...(isSoon && { overrideReason: "Everybody at once" }),
      ...(isPrepaid && { prepay: true }),
      idempotencyKey: key("book"),
    });
    visit.appointmentId = appointment.id;
    visit.status = appointment.status;
    if (course === "kept") return;
    const callOff = async () => {
      const input = { id: appointment.id, reason: "Called off", idempotencyKey: key("cancel") };
      visit.status = (await command(desks.staff, documents.cancel, input)).appointment.status;
    };
    if (course === "cancelled") return await callOff();
    if (isPrepaid) {
      const invoice = await untilInvoiced(desks.staff, appointment.id, giveUpAt);
      visit.status = course === "declined" ? "CANCELLED" : "CONFIRMED";
      // However often a card is declined, and whatever is said then: after the third time there is nothing to pay any more.
      const charge = (paymentMethod: string, idempotencyKey: string) =>
        desks.staff.command(documents.charge, { invoiceId: invoice.id, paymentMethod, idempotencyKey });
      if (course !== "declined") {
        const [refusal] = (await charge(visit.card, key("charge"))).userErrors;
        if (refusal && !goesOn.includes(refusal.code)) throw new Error(`payInvoice: ${refusal.code}`);
      }
      await untilStatus(desks.staff, appointment.id, visit.status, giveUpAt, async (attempt) => {
        if (course === "declined") await charge(badCard, key(`charge-${attempt}`));
      });
      if (course === "refunded") await callOff();
      return;
    }
    await command(desks.doctor, documents.begin, { id: appointment.id, idempotencyKey: key("begin") });
    visit.status = "IN_PROGRESS";
    await command(desks.doctor, documents.complete, {
      id: appointment.id,
      summary: { complaint: "Palpitations" },
      idempotencyKey: key("complete"),
    });
    visit.status = "FULFILLED";
    if (course === "completed") return;
    const invoice = await untilInvoiced(desks.staff, appointment.id, giveUpAt);
    const issued = await command(desks.staff, documents.issue, {
      id: invoice.id,
      expectedVersion: invoice.version,
      idempotencyKey: key("issue"),
    });
    const { payment } = await command(desks.staff, documents.pay, {
      invoiceId: invoice.id,
      method: "CARD_TERMINAL",
      amount: issued.invoice.balance.amount,
      idempotencyKey: key("pay"),
    });
    visit.paymentId = payment.id;
  } catch (cause) {
    visit.halted = cause instanceof Error ? cause.message : String(cause);
  }
}

/** So that many who wait do not keep the machine from doing what they wait for. */
const lookEveryMs = 2_000;

/** The draft is made of an event, which may be long under way. */
async function untilInvoiced(
  desk: PersistentClient,
  appointmentId: string,
  giveUpAt: number,
): Promise<{ readonly id: string; readonly version: number }> {
  for (;;) {
    const { appointment } = await desk.ask(documents.invoice, { id: appointmentId });
    if (appointment?.invoice) return appointment.invoice;
    if (Date.now() > giveUpAt) throw new Error("there never was an invoice");
    await pause(lookEveryMs);
  }
}

/** What is said of a payment that goes on by itself. */
const goesOn = ["GATEWAY_UNAVAILABLE", "PAYMENT_UNDER_WAY"];

async function untilStatus(
  desk: PersistentClient,
  appointmentId: string,
  wanted: string,
  giveUpAt: number,
  meanwhile: (attempt: number) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { appointment } = await desk.ask(documents.status, { id: appointmentId });
    if (appointment?.status === wanted) return;
    if (Date.now() > giveUpAt) throw new Error(`it stayed ${appointment?.status}, and did not become ${wanted}`);
    await meanwhile(attempt);
    await pause(lookEveryMs);
  }
}

const payload = "userErrors { code message }";
const documents = {
  book: `mutation ($input: BookAppointmentInput!) { bookAppointment(input: $input) { appointment { id status } ${payload} } }`,
  overbook: `mutation ($input: OverbookAppointmentInput!) { overbookAppointment(input: $input) { appointment { id status } ${payload} } }`,
  cancel: `mutation ($input: CancelAppointmentInput!) { cancelAppointment(input: $input) { appointment { id status } ${payload} } }`,
  begin: `mutation ($input: AppointmentCommandInput!) { startConsultation(input: $input) { consultation { id } ${payload} } }`,
  complete: `mutation ($input: CompleteConsultationInput!) { completeConsultation(input: $input) { consultation { id } ${payload} } }`,
  invoice: "query ($id: ID!) { appointment(id: $id) { invoice { id version } } }",
  status: "query ($id: ID!) { appointment(id: $id) { status } }",
  issue: `mutation ($input: IssueInvoiceInput!) { issueInvoice(input: $input) { invoice { id balance { amount } } ${payload} } }`,
  charge: `mutation ($input: PayInvoiceInput!) { payInvoice(input: $input) { payment { id } ${payload} } }`,
  pay: `mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { payment { id } ${payload} } }`,
};
