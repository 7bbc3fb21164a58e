import { randomUUID } from "node:crypto";
import { boundEntityManager } from "@careconnect/kit";
import type { TestSubgraph } from "@careconnect/kit/testing";
import { organizationId } from "../booking/booking.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import type { HoursException, LicensedSpan, WeeklyHours } from "../slots/weekly.hours.ts";
import { referenceConsumer } from "./reference.consumer.ts";

/** Lets the consumer apply an event of another subgraph, as the inbox would. */
export async function tell(
  appointments: Pick<TestSubgraph, "orm">,
  type: string,
  payload: Record<string, unknown>,
  { version = 1, organization = organizationId, consumer = referenceConsumer } = {},
): Promise<void> {
  await boundEntityManager(appointments.orm, organization).transactional(async (em) => {
    await consumer.handles[type]?.({ em }, [
      {
        position: 1,
        id: randomUUID(),
        type,
        typeVersion: 1,
        organizationId: organization,
        aggregateType: "Any",
        aggregateId: randomUUID(),
        aggregateVersion: version,
        occurredAt: new Date(),
        actorId: randomUUID(),
        correlationId: "test",
        imported: false,
        payload,
      },
    ]);
  });
}

/** A patient whom booking knows. */
export async function knownPatient(
  appointments: Pick<TestSubgraph, "orm">,
  { patientId = randomUUID() as string, archived = false } = {},
): Promise<string> {
  await tell(appointments, "patient.registered", { patientId, archived });
  return patientId;
}

/** A provider whom booking knows; they work round the clock unless told. */
export async function knownProvider(
  appointments: Pick<TestSubgraph, "orm">,
  options: {
    readonly providerId?: string;
    readonly status?: string;
    readonly timeZone?: string;
    readonly specialties?: readonly string[];
    readonly weekly?: readonly WeeklyHours[];
    readonly effectiveFrom?: string;
    readonly exceptions?: readonly HoursException[];
    readonly licensed?: readonly LicensedSpan[] | null;
  } = {},
): Promise<string> {
  const { providerId = randomUUID(), status = "ACTIVE", timeZone = "UTC", specialties = [] } = options;
  await tell(appointments, "provider.registered", { providerId, status, timeZone, specialties });
  const weekly = options.weekly ?? daily(["00:00", "24:00"]);
  await tell(appointments, "provider.availability.changed", {
    ...{ providerId, effectiveFrom: options.effectiveFrom ?? "2020-01-01", weekly },
    ...(options.exceptions && { exceptions: options.exceptions }),
  });
  const { licensed } = options;
  if (licensed !== undefined) await tell(appointments, "provider.credentials.changed", { providerId, licensed });
  return providerId;
}
