import { boundEntityManager, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyEach, appointment, idOf, kathmandu, newYork } from "../facts/events.fixture.ts";
import { history, interleaved, seededRandom } from "../facts/history.fixture.ts";
import type { ReportedEvent } from "../facts/reported.event.ts";
import { metricsOf } from "../metrics/metrics.service.ts";
import { Period } from "../metrics/period.ts";
import { reportsSubgraph } from "../subgraph.ts";
import { type EventSource, httpSource } from "./event.source.ts";
import { checksumsOf } from "./read-model.checksum.ts";
import { rebuildOrganization } from "./read-model.rebuild.ts";

// Its own log serves as the log of a source: a subgraph's log is the same everywhere.
let reports: TestSubgraph;
let owner: MikroORM;
const told = interleaved(history(10_000, seededRandom(3)), seededRandom(4));

beforeAll(async () => {
  reports = await startTestSubgraph(reportsSubgraph);
  owner = await MikroORM.init({
    clientUrl: reports.database.ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
  });
  await log(told);
  await Promise.all(
    [newYork, kathmandu].map((id) =>
      applyEach(
        reports.orm,
        told.filter((event) => event.organizationId === id),
      ),
    ),
  );
}, 300_000);
afterAll(async () => {
  await owner.close(true);
  await reports.close();
});

async function sql(statement: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
  return reports.orm.em.getConnection().execute(statement, parameters);
}

/** Writes the events into the log, and waits until they have their positions. */
async function log(events: readonly ReportedEvent[]): Promise<void> {
  await sql(
    `insert into outbox_event (id, organization_id, type, type_version, aggregate_type, aggregate_id, aggregate_version,
       occurred_at, actor_id, correlation_id, imported, payload)
     select gen_random_uuid(), "organizationId", type, 1, 'Thing', "aggregateId", "aggregateVersion", "occurredAt",
       "organizationId", 'test', imported, payload
     from jsonb_to_recordset(?::jsonb) as told ("organizationId" uuid, type text, "aggregateId" uuid,
       "aggregateVersion" int, "occurredAt" timestamptz, imported boolean, payload jsonb)`,
    [JSON.stringify(events)],
  );
  for (;;) {
    const [waiting] = await sql("select count(*)::int as count from outbox_event where position is null");
    if (waiting?.count === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function sourceOf(organizationId: string, scope = "events"): Promise<EventSource> {
  const token = await reports.issuer.tokenFor({ organizationId, roles: [Role.ADMIN], scope });
  return httpSource("patient", reports.url, () => token);
}

async function rebuild(organizationId: string, wrap = (source: EventSource) => source): Promise<number> {
  return rebuildOrganization(owner, { organizationId, sources: [wrap(await sourceOf(organizationId))] });
}

const checksums = () => checksumsOf(reports.orm.em.fork());
const total = async (organizationId: string) =>
  (await metricsOf(boundEntityManager(reports.orm, organizationId), Period.ALL, new Date()))?.appointments.total;

describe("a rebuild from position zero", () => {
  it("after 10,000 events gives the checksums of the tables that grew with them", { timeout: 120_000 }, async () => {
    const live = await checksums();
    for (const checksum of Object.values(live)) expect(checksum).toMatch(/^[1-9]\d*:[0-9a-f]{64}$/);
    // What is not rebuilt would not be restored.
    await reports.database.asOwner(
      "delete from patient_fact; update daily_metrics set appointments = appointments + 1; update organization_summary set patients = 0, version = 0, time_zone = null",
    );
    expect(await checksums()).not.toEqual(live);
    expect((await rebuild(newYork)) + (await rebuild(kathmandu))).toBe(told.length);
    expect(await checksums()).toEqual(live);
  });

  it("leaves the rows of other organizations alone", async () => {
    const others =
      "select md5(string_agg(a::text, '' order by a::text)) from appointment_fact a where organization_id = ?";
    const versions = "select array_agg(xmin::text order by day) from daily_metrics where organization_id = ?";
    const before = [await sql(others, [kathmandu]), await sql(versions, [kathmandu])];
    await rebuild(newYork);
    expect([await sql(others, [kathmandu]), await sql(versions, [kathmandu])]).toEqual(before);
  });

  it("lets readers see all of it the whole time, and misses nothing that is applied meanwhile", async () => {
    const before = (await total(newYork)) ?? 0;
    const seen = new Set<number | undefined>();
    let isOver = false;
    const reading = (async () => {
      while (!isOver) seen.add(await total(newYork));
    })();
    const added = Array.from({ length: 5 }, (_, index) =>
      appointment("2026-03-10T15:00:00Z", "BOOKED", { aggregateId: idOf(9, index) }),
    );
    let pages = 0;
    await rebuild(newYork, (source) => ({
      ...source,
      async after(position) {
        pages += 1;
        const one = added.shift();
        if (one) {
          await log([one]);
          // Applied by a consumer, which does not wait for the replay.
          if (pages % 2 === 0) await applyEach(reports.orm, [one]);
        }
        return source.after(position);
      },
    }));
    isOver = true;
    await reading;
    expect(pages).toBeGreaterThan(5);
    expect(await total(newYork)).toBe(before + 5);
    expect(Math.min(...[...seen].map(Number))).toBe(before);
    expect(Math.max(...[...seen].map(Number))).toBeLessThanOrEqual(before + 5);
  });

  it("makes consumers wait while it is put into place, and then counts their event once", async () => {
    const before = (await total(newYork)) ?? 0;
    const late = appointment("2026-03-10T15:00:00Z", "BOOKED", { aggregateId: idOf(9, 100) });
    let applied: Promise<void> | undefined;
    let ends = 0;
    await rebuild(newYork, (source) => ({
      ...source,
      async after(position) {
        const page = await source.after(position);
        if (page.length === 0) ends += 1;
        // The second end of the log is reached under the lock.
        if (page.length === 0 && ends === 2) {
          await log([late]);
          applied = applyEach(reports.orm, [late]);
          // Time enough to apply it, if nothing held it back.
          await Promise.race([applied, new Promise((resolve) => setTimeout(resolve, 500))]);
        }
        return page;
      },
    }));
    await applied;
    expect(await total(newYork)).toBe(before + 1);
    await rebuild(newYork);
    expect(await total(newYork)).toBe(before + 1);
  });

  it("that fails changes nothing", async () => {
    const before = await checksums();
    const failing = (source: EventSource): EventSource => ({
      ...source,
      after: async (position) => {
        if (position > 1_000) throw new Error("The line is dead.");
        return source.after(position);
      },
    });
    await expect(rebuild(newYork, failing)).rejects.toThrow("The line is dead.");
    expect(await checksums()).toEqual(before);
  });
});

describe("a source", () => {
  it("that refuses or does not answer is named, with what to do", async () => {
    const unscoped = await sourceOf(newYork, "graphql");
    await expect(unscoped.after(0)).rejects.toThrow(/^patient does not hand out its events: .* scope events\.$/);
    const expired = httpSource("billing", reports.url, () => "none");
    await expect(expired.after(0)).rejects.toThrow(
      /^billing does not hand out its events: .* expired or is wrong, give a new one/,
    );
    const silent = httpSource("provider", "http://127.0.0.1:1", () => "none");
    await expect(silent.after(0)).rejects.toThrow(/^provider does not answer at http/);
  });
});
