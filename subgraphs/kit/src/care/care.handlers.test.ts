import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EventHandler } from "../inbox/consumer.definition.ts";
import { boundEntityManager, openOrm } from "../persistence/orm.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { careConsentHandlers, careGrantHandlers, careVisitHandlers } from "./care.handlers.ts";
import {
  AddDecisionTimesToCareConsents,
  AddEndsToCareVisits,
  CreateCareConsents,
  CreateCareGrants,
  CreateCareVisits,
} from "./care.migration.ts";
import { CareConsent } from "./care-consent.entity.ts";
import { CareGrant } from "./care-grant.entity.ts";
import { CareVisit } from "./care-visit.entity.ts";

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({
    ...{ name: "care", entities: [], resolvers: [], references: {} },
    migrations: [
      ...[CreateCareVisits, CreateCareGrants, AddEndsToCareVisits],
      ...[CreateCareConsents, AddDecisionTimesToCareConsents],
    ],
  });
  orm = await openOrm({ url: database.url, entities: [CareVisit, CareGrant, CareConsent] });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});
beforeEach(() => database.asOwner("truncate care_visit, care_grant, care_consent"));

const [organizationId, elsewhere] = [uuidv7(), uuidv7()];
const [patientId, providerId, appointmentId, grantId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
const tomorrow = new Date(Date.now() + 86_400_000);
const end = new Date(tomorrow.getTime() + 1_800_000);

interface Told {
  readonly version: number;
  readonly organization?: string;
}

/** Lets the handler of `type` apply events of one organization, as the inbox would. */
async function apply(
  handlers: Readonly<Record<string, EventHandler>>,
  type: string,
  ...told: readonly [Told, ...Told[]]
): Promise<void> {
  const organization = told[0].organization ?? organizationId;
  await boundEntityManager(orm, organization).transactional(async (em) => {
    await handlers[type]?.(
      { em },
      told.map(({ version, organization: _, ...payload }) => ({
        ...{ position: 1, id: uuidv7(), type, typeVersion: 1, organizationId: organization, imported: false },
        ...{ aggregateType: "Any", aggregateId: uuidv7(), aggregateVersion: version, occurredAt: new Date() },
        ...{ actorId: uuidv7(), correlationId: "test", payload },
      })),
    );
  });
}

const visitOf = (more: object = {}) => ({
  ...{ version: 1, appointmentId, patientId, providerId, status: "BOOKED" },
  ...{ startsAt: tomorrow.toISOString(), endsAt: end.toISOString() },
  ...more,
});
const grantOf = (more: object = {}) => ({
  ...{ version: 1, grantId, patientId, providerId, until: tomorrow.toISOString(), endedAt: null },
  ...more,
});

const knownVisits = () => boundEntityManager(orm, organizationId).find(CareVisit, {});
const knownGrants = () => boundEntityManager(orm, organizationId).find(CareGrant, {});

describe("what is known of a visit", () => {
  it.each(
    [
      "requested",
      "booked",
      "rescheduled",
      "confirmed",
      "checked_in",
      "started",
      "fulfilled",
      "cancelled",
      "no_show",
    ].map((step) => `appointment.${step}`),
  )("is what %s says", async (type) => {
    await apply(careVisitHandlers, type, visitOf({ status: "AS_TOLD" }));
    expect(await knownVisits()).toMatchObject([
      { organizationId, appointmentId, patientId, providerId, startsAt: tomorrow, endsAt: end, status: "AS_TOLD" },
    ]);
  });

  it("never goes back to what is older", async () => {
    await apply(careVisitHandlers, "appointment.cancelled", visitOf({ version: 2, status: "CANCELLED" }));
    await apply(careVisitHandlers, "appointment.booked", visitOf({ version: 1 }));
    expect(await knownVisits()).toMatchObject([{ status: "CANCELLED", aggregateVersion: 2 }]);
    const moved = {
      patientId: uuidv7(),
      providerId: uuidv7(),
      startsAt: new Date(tomorrow.getTime() + 1).toISOString(),
      endsAt: new Date(end.getTime() + 1).toISOString(),
    };
    await apply(careVisitHandlers, "appointment.booked", visitOf({ ...moved, version: 3 }));
    expect(await knownVisits()).toMatchObject([
      {
        ...moved,
        startsAt: new Date(moved.startsAt),
        endsAt: new Date(moved.endsAt),
        status: "BOOKED",
        aggregateVersion: 3,
      },
    ]);
  });

  it("is what each of many events at once says, unless newer is known of it", async () => {
    const [second, third] = [uuidv7(), uuidv7()];
    await apply(careVisitHandlers, "appointment.booked", visitOf({ version: 5 }));
    await apply(
      ...([careVisitHandlers, "appointment.cancelled"] as const),
      visitOf({ version: 4, status: "CANCELLED" }),
      visitOf({ appointmentId: second, status: "CANCELLED" }),
      visitOf({ appointmentId: third, status: "CANCELLED" }),
    );
    const known = new Map((await knownVisits()).map((visit) => [visit.appointmentId, visit.status]));
    expect(known).toEqual(
      new Map([
        [appointmentId, "BOOKED"],
        [second, "CANCELLED"],
        [third, "CANCELLED"],
      ]),
    );
  });

  it("is each organization's own", async () => {
    await apply(careVisitHandlers, "appointment.booked", visitOf());
    await apply(careVisitHandlers, "appointment.cancelled", visitOf({ organization: elsewhere, version: 2 }));
    expect(await knownVisits()).toMatchObject([{ status: "BOOKED" }]);
  });
});

describe("what is known of access that was given", () => {
  it("is until when, and whether somebody ended it", async () => {
    await apply(careGrantHandlers, "patient.access.granted", grantOf());
    expect(await knownGrants()).toMatchObject([
      { organizationId, grantId, patientId, providerId, until: tomorrow, endedAt: null },
    ]);
    const endedAt = new Date();
    await apply(careGrantHandlers, "patient.access.ended", grantOf({ version: 2, endedAt: endedAt.toISOString() }));
    expect(await knownGrants()).toMatchObject([{ until: tomorrow, endedAt, aggregateVersion: 2 }]);
  });

  it("never goes back to what is older", async () => {
    const endedAt = new Date();
    await apply(careGrantHandlers, "patient.access.ended", grantOf({ version: 2, endedAt: endedAt.toISOString() }));
    await apply(careGrantHandlers, "patient.access.granted", grantOf());
    expect(await knownGrants()).toMatchObject([{ endedAt, aggregateVersion: 2 }]);
  });

  it("is each organization's own", async () => {
    await apply(careGrantHandlers, "patient.access.granted", grantOf());
    const ended = { organization: elsewhere, version: 2, endedAt: new Date().toISOString() };
    await apply(careGrantHandlers, "patient.access.ended", grantOf(ended));
    expect(await knownGrants()).toMatchObject([{ endedAt: null }]);
  });
});

describe("what is known of what a patient said", () => {
  const consentId = uuidv7();
  const said = (more: object = {}) => ({
    ...{ version: 1, consentId, patientId, scope: "PROVIDER_ACCESS", subject: providerId, decision: "DENY" },
    ...more,
  });
  const knownConsents = () => boundEntityManager(orm, organizationId).find(CareConsent, {});

  it("is what they said last", async () => {
    await apply(careConsentHandlers, "patient.consent.changed", said());
    expect(await knownConsents()).toMatchObject([
      { organizationId, consentId, patientId, scope: "PROVIDER_ACCESS", subject: providerId, decision: "DENY" },
    ]);
    await apply(careConsentHandlers, "patient.consent.changed", said({ version: 2, decision: "PERMIT" }));
    expect(await knownConsents()).toMatchObject([{ decision: "PERMIT", aggregateVersion: 2 }]);
  });

  it("was said when they said it, or when it was told, where that was not", async () => {
    const decidedAt = new Date(Date.now() - 86_400_000);
    const dated = said({ decidedAt: decidedAt.toISOString() });
    await apply(careConsentHandlers, "patient.consent.changed", dated);
    expect(await knownConsents()).toMatchObject([{ decidedAt }]);
    const before = new Date();
    await apply(careConsentHandlers, "patient.consent.changed", said({ version: 2 }));
    const [consent] = await knownConsents();
    expect(consent?.decidedAt?.getTime()).toBeGreaterThanOrEqual(before.getTime());
  });

  it("never goes back to what is older", async () => {
    await apply(careConsentHandlers, "patient.consent.changed", said({ version: 2, decision: "PERMIT" }));
    await apply(careConsentHandlers, "patient.consent.changed", said());
    expect(await knownConsents()).toMatchObject([{ decision: "PERMIT", aggregateVersion: 2 }]);
  });

  it("is each organization's own", async () => {
    await apply(careConsentHandlers, "patient.consent.changed", said());
    const elsewhereSaid = said({ organization: elsewhere, version: 2, decision: "PERMIT" });
    await apply(careConsentHandlers, "patient.consent.changed", elsewhereSaid);
    expect(await knownConsents()).toMatchObject([{ decision: "DENY" }]);
  });
});
