import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";
import { admin, give, organizationId, patientOf, registered, staff, visited } from "./rating.fixture.ts";

const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };
const feedback = "She listened, and explained 👍";

let providers: TestSubgraph;
let providerId: string;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
  providerId = await registered(providers);
});
afterAll(() => providers.close());

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  providers.orm.em.getConnection().execute(statement);

let visit: Awaited<ReturnType<typeof visited>>;
beforeEach(async () => {
  visit = await visited(providers, { providerId });
});

const rate = (input: object = {}, viewer = visit.patient) =>
  give(providers, viewer, "rateProvider", { appointmentId: visit.appointmentId, score: 4, ...input });

describe("rating a visit", () => {
  it("is done by its patient, with or without a text", async () => {
    const { rating, userErrors } = await rate({ score: 5, feedback: `  ${feedback} ` });
    expect(userErrors).toEqual([]);
    expect(rating).toMatchObject({
      ...{ score: 5, feedback, anonymous: false, status: "PENDING", rejectionReason: null, version: 1 },
      ...{ provider: { id: providerId }, patient: { id: visit.patientId }, appointment: { id: visit.appointmentId } },
      history: { totalCount: 1, nodes: [{ status: "PENDING", score: 5, feedback, rejectionReason: null }] },
    });
    expect(Date.parse(rating.editableUntil) - Date.parse(rating.ratedAt)).toBe(14 * 86_400_000);
    visit = await visited(providers, { providerId });
    expect((await rate()).rating).toMatchObject({ feedback: null, status: "PUBLISHED" });
  });

  it("tells others the score of whom, never what was written, by whom or after which visit", async () => {
    const { rating } = await rate({ feedback });
    const [event] = await sql(
      `select type, aggregate_type, aggregate_version, payload from outbox_event where aggregate_id = '${rating.id}'`,
    );
    expect(event).toEqual({
      ...{ type: "provider.rated", aggregate_type: "Rating", aggregate_version: 1 },
      payload: { ratingId: rating.id, providerId, score: 4, counted: true },
    });
    for (const table of ["rating", "rating_change"]) {
      const key = table === "rating" ? "id" : "rating_id";
      const [kept] = await sql(`select feedback from ${table} where ${key} = '${rating.id}'`);
      expect(kept?.feedback).toMatch(/^v2\./);
    }
    expect(await sql(`select actions, outcome from audit_entry where '${rating.id}' = any(entity_ids)`)).toContainEqual(
      {
        actions: ["rating.create"],
        outcome: "ALLOWED",
      },
    );
  });

  it("is done once by twenty at once, and the others are told", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => rate({ score: 1 + (index % 5) })));
    const refusals = answers.flatMap(({ userErrors }) => userErrors);
    expect(refusals).toHaveLength(19);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: "ALREADY_RATED", field: ["appointmentId"] });
    expect(await sql(`select 1 from rating where appointment_id = '${visit.appointmentId}'`)).toHaveLength(1);
  });

  it("is done once by twenty at once with one key, and all have its outcome", async () => {
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => rate({ idempotencyKey, feedback })));
    expect(new Set(answers.map(({ rating }) => rating.id)).size).toBe(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(await sql(`select 1 from rating where appointment_id = '${visit.appointmentId}'`)).toHaveLength(1);
  });

  it("is for 30 days after it", async () => {
    visit = await visited(providers, { providerId, daysAgo: 29.99 });
    expect((await rate()).userErrors).toEqual([]);
    visit = await visited(providers, { providerId, daysAgo: 30.01 });
    const [refusal] = (await rate()).userErrors;
    expect(refusal).toMatchObject({ code: "RATING_WINDOW_CLOSED", field: ["appointmentId"] });
    expect(refusal.message).toMatch(/^A visit can be rated for 30 days; this one until \d{4}-\d\d-\d\dT\d\d:\d\dZ\.$/);
  });

  it("names each field that is wrong, and keeps nothing", async () => {
    for (const [field, value] of [
      ["score", 0],
      ["score", 6],
      ["feedback", "  "],
      ["feedback", "x".repeat(2_001)],
      ["feedback", "a\0b"],
    ] as const) {
      expect((await rate({ [field]: value })).userErrors).toMatchObject([
        { code: "VALIDATION_FAILED", field: [field] },
      ]);
    }
    expect(await sql(`select 1 from rating where appointment_id = '${visit.appointmentId}'`)).toEqual([]);
  });

  it("of somebody else's visit is as of one that there is not, just as late", async () => {
    const elsewhere = { ...stranger, roles: [Role.PATIENT], patientId: visit.patientId };
    const outcomes = await Promise.all(
      [
        rate({}, patientOf(randomUUID())),
        rate({}, elsewhere),
        rate({ appointmentId: randomUUID() }),
        rate({ appointmentId: "nonsense" }),
      ].map(async (answer) => {
        const since = performance.now();
        const { rating, userErrors } = await answer;
        expect(performance.now() - since).toBeGreaterThan(4_000);
        return { rating, userErrors };
      }),
    );
    for (const outcome of outcomes) {
      expect(outcome).toEqual({
        rating: null,
        userErrors: [{ code: "NOT_FOUND", field: ["appointmentId"], message: expect.any(String) }],
      });
    }
  }, 30_000);

  it("of a provider who was never registered here is nobody's", async () => {
    visit = await visited(providers, { providerId: randomUUID() });
    expect((await rate()).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["appointmentId"] }]);
  });
});

describe("changing a rating", () => {
  it("keeps what it was before, and another text is read again", async () => {
    const { rating } = await rate({ feedback });
    const change = (input: object) => give(providers, visit.patient, "updateRating", { id: rating.id, ...input });
    const published = (
      await give(providers, admin, "moderateRating", { id: rating.id, decision: "PUBLISH", expectedVersion: 1 })
    ).rating;
    expect(published).toMatchObject({ status: "PUBLISHED", version: 2 });
    expect((await change({ expectedVersion: 2, score: 2 })).rating).toMatchObject({ status: "PUBLISHED", score: 2 });
    expect((await change({ expectedVersion: 3, feedback: "On second thought" })).rating).toMatchObject({
      ...{ status: "PENDING", score: 2, feedback: "On second thought", version: 4 },
      history: {
        totalCount: 4,
        nodes: [
          { status: "PENDING", score: 2, feedback: "On second thought", rejectionReason: null },
          { status: "PUBLISHED", score: 2, feedback, rejectionReason: null },
          { status: "PUBLISHED", score: 4, feedback, rejectionReason: null },
          { status: "PENDING", score: 4, feedback, rejectionReason: null },
        ],
      },
    });
    expect((await change({ expectedVersion: 4, feedback: null, anonymous: true })).rating).toMatchObject({
      ...{ status: "PUBLISHED", feedback: null, anonymous: true },
    });
  });

  it("to what it is changes nothing", async () => {
    const { rating } = await rate({ feedback });
    const same = { id: rating.id, expectedVersion: 1, score: 4, feedback };
    expect((await give(providers, visit.patient, "updateRating", same)).rating).toMatchObject({
      ...{ version: 1, history: { totalCount: 1 } },
    });
    expect(await sql(`select 1 from outbox_event where aggregate_id = '${rating.id}'`)).toHaveLength(1);
  });

  it("is for 14 days, and for whoever has read the newest", async () => {
    const { rating } = await rate();
    const change = (expectedVersion: number) =>
      give(providers, visit.patient, "updateRating", { id: rating.id, expectedVersion, score: 1 });
    expect((await change(2)).userErrors).toMatchObject([{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }]);
    await sql(`update rating set created_at = now() - interval '14 days 1 minute' where id = '${rating.id}'`);
    expect((await change(1)).userErrors).toMatchObject([{ code: "RATING_WINDOW_CLOSED", field: ["id"] }]);
  });

  it("is done once by ten at once who have read the same", async () => {
    const { rating } = await rate();
    const answers = await Promise.all(
      [1, 2, 3, 5, 1, 2, 3, 5, 1, 2].map((score) =>
        give(providers, visit.patient, "updateRating", { id: rating.id, expectedVersion: 1, score }),
      ),
    );
    const refusals = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code));
    expect(refusals).toEqual(Array(9).fill("VERSION_CONFLICT"));
  });

  it("is nobody else's, nor administration's", async () => {
    const { rating } = await rate();
    const input = { id: rating.id, expectedVersion: 1 };
    for (const command of ["updateRating", "withdrawRating"] as const) {
      expect((await give(providers, patientOf(randomUUID()), command, input)).userErrors).toMatchObject([
        { code: "NOT_FOUND", field: ["id"] },
      ]);
      await expect(give(providers, admin, command, input)).rejects.toThrow("FORBIDDEN");
    }
  });
});

describe("withdrawing a rating", () => {
  it("is for good, and possible long after it", async () => {
    const { rating } = await rate({ feedback });
    await sql(`update rating set created_at = now() - interval '2 years' where id = '${rating.id}'`);
    const withdraw = () => give(providers, visit.patient, "withdrawRating", { id: rating.id });
    expect((await withdraw()).rating).toMatchObject({ status: "WITHDRAWN", feedback: null, version: 2 });
    expect((await withdraw()).userErrors).toMatchObject([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
    expect((await rate()).userErrors).toMatchObject([{ code: "ALREADY_RATED" }]);
    const [event] = await sql(
      `select payload from outbox_event where aggregate_id = '${rating.id}' and type = 'provider.rating.changed'`,
    );
    expect(event?.payload).toMatchObject({ score: 4, counted: false });
  });
});

describe("the rating of an appointment", () => {
  const ratingOf = async (viewer: TestViewer) => {
    const { data, errors } = await providers.query(
      viewer,
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Appointment { rating { score patient { id } } } } }",
      { r: [{ __typename: "Appointment", id: visit.appointmentId }] },
    );
    expect(errors).toBeUndefined();
    return data._entities[0]?.rating ?? null;
  };

  it("is seen by its patient and administration, and by nobody else", async () => {
    await rate();
    const seen = { score: 4, patient: { id: visit.patientId } };
    for (const viewer of [visit.patient, admin, staff]) expect(await ratingOf(viewer)).toEqual(seen);
    for (const viewer of [
      { organizationId, roles: [Role.NURSE] },
      { organizationId, roles: [Role.PROVIDER], providerId },
      patientOf(randomUUID()),
      stranger,
    ]) {
      expect(await ratingOf(viewer)).toBeNull();
    }
  });

  it("is its patient's alone when it is anonymous: who wrote it, administration is not told anywhere", async () => {
    const { rating } = await rate({ anonymous: true });
    expect(rating).toMatchObject({ patient: { id: visit.patientId }, appointment: { id: visit.appointmentId } });
    expect(await ratingOf(visit.patient)).not.toBeNull();
    expect(await ratingOf(admin)).toBeNull();
    const { data } = await providers.query(
      admin,
      "query ($id: ID!) { rating(id: $id) { score anonymous patient { id } appointment { id } } }",
      { id: rating.id },
    );
    expect(data.rating).toEqual({ score: 4, anonymous: true, patient: null, appointment: null });
  });

  it("is dated for administration by the day, when it is anonymous, and no id of it tells more", async () => {
    const { rating } = await rate({ anonymous: true });
    visit = await visited(providers, { providerId });
    const open = (await rate()).rating;
    const times = "id ratedAt editableUntil history(first: 1) { nodes { id changedAt } }";
    const timesOf = async (viewer: TestViewer, id: string) =>
      (await providers.query(viewer, `query ($id: ID!) { rating(id: $id) { ${times} } }`, { id })).data.rating;
    const author = patientOf(rating.patient.id);
    const mine = await timesOf(author, rating.id);
    const day = `${mine.ratedAt.slice(0, 10)}T00:00:00.000Z`;
    const shown = await timesOf(staff, rating.id);
    expect([shown.ratedAt, shown.history.nodes[0].changedAt].map((at) => new Date(at).toISOString())).toEqual([
      day,
      day,
    ]);
    expect(Date.parse(shown.editableUntil)).toBe(Date.parse(day) + 14 * 86_400_000);
    expect((await timesOf(staff, open.id)).ratedAt).toBe(open.ratedAt);
    expect(Date.parse(mine.ratedAt)).toBeGreaterThan(Date.now() - 60_000);
    for (const id of [rating.id, shown.history.nodes[0].id]) expect(id).toMatch(/^.{14}4/);
  });

  it("tells nobody by its events who wrote it, also when it becomes anonymous later", async () => {
    const { rating } = await rate({ feedback });
    await give(providers, visit.patient, "updateRating", { id: rating.id, expectedVersion: 1, anonymous: true });
    await give(providers, visit.patient, "withdrawRating", { id: rating.id });
    const authorization = `Bearer ${await providers.issuer.tokenFor({ ...admin, scope: "events" })}`;
    const log = async () => {
      const response = await fetch(`${providers.url}/events?after=0&limit=500`, { headers: { authorization } });
      const lines = (await response.text()).split("\n").filter((line) => line.includes(rating.id));
      return lines.map((line) => JSON.parse(line));
    };
    await expect.poll(async () => (await log()).length, { timeout: 10_000 }).toBe(3);
    const told = await log();
    expect(told.map(({ type }) => type)).toEqual(["provider.rated", ...Array(2).fill("provider.rating.changed")]);
    for (const event of told) {
      expect(event).toMatchObject({ actorId: null, correlationId: event.id });
      expect(event.id).toMatch(/^.{14}4/);
      expect(new Date(event.occurredAt).toISOString()).toMatch(/T00:00:00\.000Z$/);
    }
    expect(JSON.stringify(told)).not.toContain(visit.patientId);
  });

  it("is in the export that its patient asks for, and in no other when it is anonymous", async () => {
    const { rating } = await rate({ anonymous: true, feedback });
    const told = async (viewer: TestViewer, from: string) => {
      const response = await fetch(`${providers.url}/subject`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${await providers.issuer.tokenFor(viewer)}`,
        },
        body: JSON.stringify({ patientId: visit.patientId, from }),
      });
      return ((await response.json()) as { rows: unknown[] }).rows;
    };
    expect(await told(visit.patient, "rating")).toMatchObject([{ id: rating.id, feedback }]);
    expect(await told(visit.patient, "rating_change")).toMatchObject([{ rating_id: rating.id, feedback }]);
    for (const table of ["rating", "rating_change"]) expect(await told(admin, table)).toEqual([]);
    await give(providers, visit.patient, "updateRating", { id: rating.id, expectedVersion: 1, anonymous: false });
    for (const table of ["rating", "rating_change"]) expect(await told(admin, table)).not.toEqual([]);
  });
});
