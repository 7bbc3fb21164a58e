import { randomUUID } from "node:crypto";
import { boundEntityManager } from "@careconnect/kit";
import { createTestBroker, startTestSubgraph, type TestBroker, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";
import { admin, give, organizationId, patientOf, registered, visited } from "./rating.fixture.ts";
import { rebuildAverages } from "./rating.rebuild.ts";

let broker: TestBroker;
let providers: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  broker = await createTestBroker();
  const config = { brokerUrl: broker.url };
  providers = await startTestSubgraph(providerSubgraph, { config });
  // Two processes apply events at the same time.
  beside = await startTestSubgraph(providerSubgraph, { config, beside: providers });
});
afterAll(async () => {
  await beside.close();
  await providers.close();
  await broker.drop();
});

const sql = (statement: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> =>
  providers.orm.em.getConnection().execute(statement, parameters);

/** What the ratings themselves say, which the averages are not made of. */
const truth = () =>
  sql(
    `select provider_id as id, count(*)::int as count, avg(score)::float8 as mean from rating
     where status in ('PENDING', 'PUBLISHED') group by provider_id order by provider_id`,
  );

const averages = () =>
  sql(
    `select id, (select sum(one)::int from unnest(rating_counts) as one) as count, rating as mean from provider
     where rating > 0 order by id`,
  );

/** Until the consumer has applied every event of ratings. */
const applied = () =>
  expect
    .poll(
      async () =>
        sql(
          `select count(*)::int as waiting from outbox_event event where type like 'provider.rat%' and not exists (
             select from inbox_receipt where consumer = 'ratings' and event_id = event.id)`,
        ),
      { timeout: 30_000, interval: 100 },
    )
    .toEqual([{ waiting: 0 }]);

async function rateAll(providerIds: readonly string[], count: number) {
  const visits = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      visited(providers, { providerId: String(providerIds[index % providerIds.length]) }),
    ),
  );
  return Promise.all(
    visits.map(async ({ appointmentId, patient }, index) => {
      const { rating } = await give(index % 2 ? beside : providers, patient, "rateProvider", {
        ...{ appointmentId, score: 1 + (index % 5), feedback: index % 3 ? "Fine" : null },
      });
      return { ...rating, patient };
    }),
  );
}

const seen = async (id: string) => {
  const { data, errors } = await providers.query(
    admin,
    "query ($id: ID!) { provider(id: $id) { version averageRating ratingCount ratingDistribution { score count } } }",
    { id },
  );
  expect(errors).toBeUndefined();
  return data.provider;
};

describe("the average of a provider", () => {
  it("is null while there is none, and then of all scores that count", async () => {
    const id = await registered(providers);
    const none = [1, 2, 3, 4, 5].map((score) => ({ score, count: 0 }));
    expect(await seen(id)).toEqual({ version: 1, averageRating: null, ratingCount: 0, ratingDistribution: none });
    const ratings = await rateAll([id], 8);
    await applied();
    // 1 2 3 4 5 1 2 3
    expect(await seen(id)).toEqual({
      ...{ version: 1, averageRating: 21 / 8, ratingCount: 8 },
      ratingDistribution: [2, 2, 2, 1, 1].map((count, index) => ({ score: index + 1, count })),
    });
    const [lowest, , highest] = ratings;
    await give(providers, lowest.patient, "updateRating", { id: lowest.id, expectedVersion: 1, score: 5 });
    await give(providers, highest.patient, "withdrawRating", { id: highest.id });
    await applied();
    expect(await seen(id)).toMatchObject({ averageRating: 22 / 7, ratingCount: 7 });
    const reason = "It is about another clinic";
    await give(providers, admin, "moderateRating", { id: lowest.id, decision: "REJECT", reason, expectedVersion: 2 });
    await applied();
    expect(await seen(id)).toMatchObject({ averageRating: 17 / 6, ratingCount: 6 });
  });

  it("is that of the ratings, however many are given, changed, withdrawn and decided on at once", async () => {
    const ids = await Promise.all([registered(providers), registered(providers), registered(providers)]);
    const ratings = await rateAll(ids, 60);
    await Promise.all(
      ratings.map(({ id, patient }, index) => {
        const reason = "It is about another clinic";
        switch (index % 4) {
          case 0:
            return give(providers, patient, "updateRating", { id, expectedVersion: 1, score: 5 - (index % 5) });
          case 1:
            return give(beside, patient, "withdrawRating", { id });
          case 2:
            return give(providers, admin, "moderateRating", { id, expectedVersion: 1, decision: "REJECT", reason });
          default:
            return undefined;
        }
      }),
    );
    await applied();
    const expected = await truth();
    expect(expected.length).toBeGreaterThanOrEqual(3);
    expect(await averages()).toEqual(expected);
  }, 60_000);
});

describe("a rebuild", () => {
  const disturb = () =>
    sql("update provider set rating_counts = '{9,0,0,0,1}', rating = 1.4; delete from counted_rating where counted");

  it("from the log alone gives the numbers that grew with it", async () => {
    await applied();
    const [before, facts] = [await averages(), await sql("select * from counted_rating order by rating_id")];
    expect(before).toEqual(await truth());
    await disturb();
    expect(await averages()).not.toEqual(before);
    expect(await rebuildAverages(providers.orm)).toBe(facts.length);
    expect(await averages()).toEqual(before);
    expect(await sql("select * from counted_rating order by rating_id")).toEqual(facts);
  });

  it("misses nothing and counts nothing twice while ratings go on", async () => {
    await disturb();
    const id = await registered(providers);
    let isOver = false;
    const rebuilding = (async () => {
      let rounds = 0;
      for (; !isOver || rounds < 2; rounds += 1) await rebuildAverages(beside.orm);
      return rounds;
    })();
    for (let round = 0; round < 4; round += 1) await rateAll([id], 10);
    isOver = true;
    expect(await rebuilding).toBeGreaterThan(1);
    await applied();
    expect(await averages()).toEqual(await truth());
    expect(await seen(id)).toMatchObject({ ratingCount: 40, averageRating: 3 });
  }, 60_000);

  it("leaves the averages of another organization what its own log says", async () => {
    const elsewhere = randomUUID();
    const em = boundEntityManager(providers.orm, elsewhere);
    await em.execute(
      `insert into provider (id, organization_id, created_at, updated_at, given_name, family_name, given_name_folded,
         family_name_folded, time_zone, status, rating_counts, rating)
       values (?, ?, now(), now(), 'A', 'B', 'a', 'b', 'UTC', 'ACTIVE', '{0,0,0,0,7}', 5)`,
      [elsewhere, elsewhere],
    );
    const before = await averages();
    await rebuildAverages(providers.orm);
    expect(await averages()).toEqual(before.filter(({ id }) => id !== elsewhere));
  });

  it("refuses a log that lacks its oldest events", async () => {
    await providers.database.asOwner("update event_log set archived = 1");
    await expect(rebuildAverages(providers.orm)).rejects.toThrow(/^The oldest events were archived/);
    await providers.database.asOwner("update event_log set archived = 0");
  });
});

describe("visits that took place", () => {
  /** Says in a log what the appointment subgraph would say in its own: the broker makes no difference. */
  const fulfilled = async (version: number, visit: object, imported = false) => {
    const appointmentId = randomUUID();
    const payload = { appointmentId, status: "FULFILLED", ...visit };
    await sql(
      `insert into outbox_event (id, organization_id, type, type_version, aggregate_type, aggregate_id,
         aggregate_version, occurred_at, actor_id, correlation_id, imported, payload)
       values (?, ?, 'appointment.fulfilled', 1, 'Appointment', ?, ?, now(), ?, 'test', ?, ?::jsonb)`,
      [randomUUID(), organizationId, appointmentId, version, randomUUID(), imported, JSON.stringify(payload)],
    );
    return appointmentId;
  };
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

  it("are waited for: who saw somebody a moment ago can rate them", async () => {
    const providerId = await registered(providers);
    const patientId = randomUUID();
    const appointmentId = await fulfilled(4, { patientId, providerId, endsAt: daysAgo(0) });
    const { userErrors } = await give(providers, patientOf(patientId), "rateProvider", { appointmentId, score: 5 });
    expect(userErrors).toEqual([]);
  });

  it("can be rated for 30 days from when they were said to have taken place, imported ones from their end", async () => {
    const providerId = await registered(providers);
    const patientId = randomUUID();
    const outcomeOf = async (endsAt: string, imported: boolean) => {
      const appointmentId = await fulfilled(4, { patientId, providerId, endsAt }, imported);
      const answer = await give(providers, patientOf(patientId), "rateProvider", { appointmentId, score: 5 });
      return answer.userErrors[0]?.code ?? "done";
    };
    expect(await outcomeOf(daysAgo(40), false)).toBe("done");
    expect(await outcomeOf(daysAgo(7), true)).toBe("done");
    expect(await outcomeOf(daysAgo(40), true)).toBe("RATING_WINDOW_CLOSED");
  });
});
