import { VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { daily, pick, randomOf } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { standardRules } from "../visit-rules/visit.rule.ts";
import { staff } from "./booking.fixture.ts";
import { AppointmentStatus, activeStatuses } from "./booking.status.ts";
import { at, command, outcomeOf } from "./commands.fixture.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

const minute = 60_000;
const opens = Date.parse(at("09:00"));
const closes = Date.parse(at("12:00"));
const { BOOKED, CONFIRMED, CHECKED_IN, CANCELLED } = AppointmentStatus;

interface Visit {
  readonly patientId: string;
  readonly providerId: string;
  readonly visitType: VisitType;
  start: number;
  end: number;
  status: AppointmentStatus;
}

/** What the rules say, kept as simple as they can be told. */
class Clinic {
  readonly visits = new Map<string, Visit>();

  whyNot(visit: Omit<Visit, "status">, itself?: Visit): string {
    if (visit.start < opens || visit.end > closes) return "OUTSIDE_AVAILABILITY";
    const inTheWay = [...this.visits.values()].filter(
      (other) =>
        other !== itself &&
        (activeStatuses as readonly string[]).includes(other.status) &&
        other.start < visit.end &&
        visit.start < other.end,
    );
    if (inTheWay.some(({ providerId }) => providerId === visit.providerId)) return "SLOT_TAKEN";
    if (inTheWay.some(({ patientId }) => patientId === visit.patientId)) return "PATIENT_BUSY";
    return "done";
  }
}

it.each([1, 2, 3])("a random sequence of commands does what a model of the rules says (seed %i)", async (seed) => {
  const random = randomOf(seed);
  const clinic = new Clinic();
  const weekly = daily(["09:00", "12:00"]);
  const providers = [await knownProvider(appointments, { weekly }), await knownProvider(appointments, { weekly })];
  const patients = [
    await knownPatient(appointments),
    await knownPatient(appointments),
    await knownPatient(appointments),
  ];
  const give = (mutation: string, input: object) => command(appointments.query, staff, mutation, input);
  const someTime = () => Date.parse(at("08:30")) + Math.floor(random() * 48) * 5 * minute;
  const tallies = new Map<string, number>();

  for (let step = 0; step < 150; step += 1) {
    const [id, visit] = clinic.visits.size > 0 ? pick(random, [...clinic.visits]) : [undefined, undefined];
    const name = visit
      ? pick(random, ["book", "book", "book", "reschedule", "reschedule", "cancel", "confirm", "checkIn"] as const)
      : "book";
    let expected: string;
    let outcome: string;
    if (name === "book" || !visit) {
      const start = someTime();
      const visitType = pick(random, Object.values(VisitType));
      const planned = {
        patientId: pick(random, patients),
        providerId: pick(random, providers),
        visitType,
        start,
        end: start + standardRules[visitType].durationMinutes * minute,
      };
      expected = clinic.whyNot(planned);
      const { patientId, providerId } = planned;
      const booking = { patientId, providerId, visitType, startsAt: new Date(start).toISOString() };
      const answer = await give("bookAppointment", booking);
      outcome = outcomeOf(answer);
      if (answer.appointment) clinic.visits.set(answer.appointment.id, { ...planned, status: BOOKED });
    } else if (name === "reschedule") {
      const start = someTime();
      const moved = { ...visit, start, end: start + visit.end - visit.start };
      const may = visit.status === BOOKED || visit.status === CONFIRMED;
      expected = may ? clinic.whyNot(moved, visit) : "ILLEGAL_TRANSITION";
      outcome = outcomeOf(await give("rescheduleAppointment", { id, startsAt: new Date(start).toISOString() }));
      if (expected === "done") Object.assign(visit, { start, end: moved.end });
    } else {
      const steps = {
        cancel: { from: [BOOKED, CONFIRMED, CHECKED_IN], to: CANCELLED },
        confirm: { from: [BOOKED], to: CONFIRMED },
        checkIn: { from: [BOOKED, CONFIRMED], to: CHECKED_IN },
      } as const;
      const { from, to } = steps[name];
      expected = (from as readonly string[]).includes(visit.status) ? "done" : "ILLEGAL_TRANSITION";
      outcome = outcomeOf(await give(`${name}Appointment`, { id, ...(name === "cancel" && { reason: "Called off" }) }));
      if (expected === "done") visit.status = to;
    }
    expect(`${step} ${name}: ${outcome}`).toBe(`${step} ${name}: ${expected}`);
    tallies.set(outcome, (tallies.get(outcome) ?? 0) + 1);
  }

  const rows: Record<string, unknown>[] = await appointments.orm.em
    .getConnection()
    .execute(
      `select id, status, starts_at, ends_at from appointment where provider_id in ('${providers.join("','")}')`,
    );
  expect(rows).toHaveLength(clinic.visits.size);
  for (const { id, status, starts_at, ends_at } of rows) {
    const visit = clinic.visits.get(String(id));
    expect(status).toBe(visit?.status);
    expect(new Date(String(starts_at)).getTime()).toBe(visit?.start);
    expect(new Date(String(ends_at)).getTime()).toBe(visit?.end);
  }
  // The sequence has to have come to every rule.
  const codes = ["done", "SLOT_TAKEN", "PATIENT_BUSY", "OUTSIDE_AVAILABILITY", "ILLEGAL_TRANSITION"];
  expect(codes.filter((code) => !tallies.has(code))).toEqual([]);
});
