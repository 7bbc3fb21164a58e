import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";
import { admin, give, organizationId, patientOf, registered, staff, visited } from "./rating.fixture.ts";
import { RatingStatus } from "./rating.status.ts";
import { type RatingStep, ratingTransitions, statusAfter } from "./rating.transition.ts";

const reason = "It names another patient";

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
});
afterAll(() => providers.close());

let providerId: string;
beforeEach(async () => {
  providerId = await registered(providers);
});

/** A rating of somebody, with a text unless told. */
async function rated(input: object = {}) {
  const { appointmentId, patient } = await visited(providers, { providerId });
  const given = { appointmentId, score: 3, feedback: "The chairs are hard", ...input };
  const { rating } = await give(providers, patient, "rateProvider", given);
  return { ...rating, patient };
}

const moderate = (rating: { id: string; version: number }, decision: string, more: object = {}, viewer = admin) =>
  give(providers, viewer, "moderateRating", { id: rating.id, expectedVersion: rating.version, decision, ...more });

const published = async (viewer: TestViewer = admin) => {
  const { data, errors } = await providers.query(
    viewer,
    "query ($id: ID!) { provider(id: $id) { ratings { totalCount nodes { id score feedback ratedOn } } } }",
    { id: providerId },
  );
  expect(errors).toBeUndefined();
  return data.provider.ratings;
};

describe("the steps of a rating", () => {
  it("are those of the table, and no other", () => {
    const steps = [...new Set(ratingTransitions.map(({ step }) => step))];
    const wrong = steps.flatMap((step) =>
      Object.values(RatingStatus).filter((from) => {
        const known = ratingTransitions.find((one) => one.step === step && one.from === from);
        return outcome(step, from) !== (known?.to ?? "ILLEGAL_TRANSITION");
      }),
    );
    expect(wrong).toEqual([]);
    // What is withdrawn stays it.
    for (const step of steps) expect(outcome(step, RatingStatus.WITHDRAWN)).toBe("ILLEGAL_TRANSITION");
  });

  function outcome(step: RatingStep, from: RatingStatus): string {
    try {
      return statusAfter(step, from);
    } catch (error) {
      return (error as Error).message;
    }
  }
});

describe("moderation", () => {
  it("shows a text when it was read, without who wrote it", async () => {
    const rating = await rated();
    expect(await published()).toEqual({ totalCount: 0, nodes: [] });
    expect((await moderate(rating, "PUBLISH", {}, staff)).rating).toMatchObject({ status: "PUBLISHED", version: 2 });
    const shown = {
      totalCount: 1,
      nodes: [{ id: rating.id, score: 3, feedback: "The chairs are hard", ratedOn: rating.ratedAt.slice(0, 10) }],
    };
    for (const viewer of [admin, patientOf(randomUUID()), { organizationId, roles: [Role.PROVIDER], providerId }]) {
      expect(await published(viewer)).toEqual(shown);
    }
    expect((await moderate({ ...rating, version: 2 }, "REJECT", { reason })).rating).toMatchObject({
      ...{ status: "REJECTED", rejectionReason: reason },
    });
    expect(await published()).toEqual({ totalCount: 0, nodes: [] });
  });

  it("tells the patient why, and what they write then is read again", async () => {
    const rating = await rated();
    await moderate(rating, "REJECT", { reason });
    const { data } = await providers.query(rating.patient, "{ ratings { nodes { status rejectionReason } } }");
    expect(data.ratings.nodes).toEqual([{ status: "REJECTED", rejectionReason: reason }]);
    const again = { id: rating.id, expectedVersion: 2, feedback: "The chairs are soft" };
    expect((await give(providers, rating.patient, "updateRating", again)).rating).toMatchObject({
      ...{ status: "PENDING", rejectionReason: null },
      history: {
        nodes: [{ status: "PENDING" }, { status: "REJECTED", rejectionReason: reason }, { status: "PENDING" }],
      },
    });
  });

  it("undoes a rejection that was a mistake", async () => {
    const rating = await rated();
    await moderate(rating, "REJECT", { reason });
    const publish = (more: object) => moderate({ ...rating, version: 2 }, "PUBLISH", more);
    expect((await publish({})).userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["reason"] }]);
    expect((await publish({ reason: "It names nobody" })).rating).toMatchObject({
      ...{ status: "PUBLISHED", rejectionReason: null },
      history: {
        nodes: [{ decisionReason: "It names nobody" }, { decisionReason: reason }, { decisionReason: null }],
      },
    });
    const [row] = await providers.orm.em
      .getConnection()
      .execute(`select decision_reason from rating_change where rating_id = '${rating.id}' and status = 'REJECTED'`);
    expect(row?.decision_reason).toMatch(/^v2\./);
  });

  it.each([
    ["another score", { score: 1 }, "PENDING", null],
    ["no text", { feedback: null }, "PENDING", null],
    ["no name", { anonymous: true }, "REJECTED", reason],
  ])(
    "is asked again for what was rejected and has %s, with what it was before kept",
    async (_what, change, status, why) => {
      const rating = await rated();
      await moderate(rating, "REJECT", { reason });
      const again = await give(providers, rating.patient, "updateRating", {
        id: rating.id,
        expectedVersion: 2,
        ...change,
      });
      expect(again.rating).toMatchObject({
        ...{ status, rejectionReason: why },
        history: { totalCount: 3, nodes: [{ status }, { status: "REJECTED", score: 3, rejectionReason: reason }, {}] },
      });
    },
  );

  it("is of what was read: a text that changed meanwhile is not published", async () => {
    const rating = await rated();
    const other = { id: rating.id, expectedVersion: 1, feedback: "Something else" };
    const [changed, decided] = await Promise.all([
      give(providers, rating.patient, "updateRating", other),
      moderate(rating, "PUBLISH"),
    ]);
    const refusals = [changed, decided].flatMap(({ userErrors }) => userErrors);
    expect(refusals).toMatchObject([{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }]);
  });

  it("refuses steps that are none, and a rejection without its reason", async () => {
    const rating = await rated({ feedback: null });
    expect((await moderate(rating, "PUBLISH")).userErrors).toMatchObject([
      { code: "ILLEGAL_TRANSITION", field: ["id"], message: expect.stringContaining("This rating is PUBLISHED") },
    ]);
    for (const [decision, more] of [
      ["REJECT", {}],
      ["REJECT", { reason: "short" }],
      ["PUBLISH", { reason: "short" }],
    ] as const) {
      expect((await moderate(rating, decision, more)).userErrors).toMatchObject([
        { code: "VALIDATION_FAILED", field: ["reason"] },
      ]);
    }
    expect((await moderate({ ...rating, id: randomUUID() }, "PUBLISH")).userErrors).toMatchObject([
      { code: "NOT_FOUND", field: ["id"] },
    ]);
  });

  it("is not for providers, and not of what is said of oneself", async () => {
    const rating = await rated();
    const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId };
    await expect(moderate(rating, "PUBLISH", {}, doctor)).rejects.toThrow("FORBIDDEN");
    const director: TestViewer = { organizationId, roles: [Role.ADMIN, Role.PROVIDER], providerId };
    for (const [decision, more] of [
      ["PUBLISH", {}],
      ["REJECT", { reason }],
    ] as const)
      expect((await moderate(rating, decision, more, director)).userErrors).toMatchObject([
        { code: "OWN_RATING", field: ["id"] },
      ]);
    const about = (viewer: TestViewer) =>
      providers.query(
        viewer,
        "query ($id: ID!, $of: ID!) { rating(id: $id) { id } ratings(filter: { providerId: $of }) { totalCount } }",
        { id: rating.id, of: providerId },
      );
    expect((await about(director)).data).toEqual({ rating: null, ratings: { totalCount: 0 } });
    expect((await about(admin)).data).toEqual({ rating: { id: rating.id }, ratings: { totalCount: 1 } });
  });
});

it("who had the visit as a patient does not decide on what they have written, whatever else they are", async () => {
  const rating = await rated();
  const author: TestViewer = { ...rating.patient, roles: [Role.STAFF, Role.PATIENT] };
  expect((await moderate(rating, "PUBLISH", {}, author)).userErrors).toMatchObject([
    { code: "OWN_VISIT", field: ["id"] },
  ]);
  expect(await published()).toMatchObject({ totalCount: 0 });
  const other: TestViewer = { ...author, patientId: randomUUID() };
  expect((await moderate(rating, "PUBLISH", {}, other)).userErrors).toEqual([]);
});

describe("the list of ratings", () => {
  it("is the queue of what waits, the oldest first, page by page", async () => {
    const waiting = [await rated(), await rated(), await rated()];
    await rated({ feedback: null });
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data, errors } = await providers.query(
        staff,
        `query ($of: ID!, $after: String) {
           ratings(first: 2, after: $after, filter: { status: [PENDING], providerId: $of }, orderBy: RATED_AT_ASC) {
             totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { of: providerId, after },
      );
      expect(errors).toBeUndefined();
      expect(data.ratings.totalCount).toBe(3);
      seen.push(...data.ratings.nodes.map(({ id }: { id: string }) => id));
      if (!data.ratings.pageInfo.hasNextPage) break;
      after = data.ratings.pageInfo.endCursor;
    }
    expect(seen).toEqual(waiting.map(({ id }) => id));
  });

  it("is, for a patient, of their own, and is written down", async () => {
    const rating = await rated();
    const { data } = await providers.query(rating.patient, "{ ratings { totalCount nodes { id patient { id } } } }");
    expect(data.ratings).toEqual({
      totalCount: 1,
      nodes: [{ id: rating.id, patient: { id: rating.patient.patientId } }],
    });
    const [entry] = await providers.orm.em
      .getConnection()
      .execute("select actions, entity_types from audit_entry order by occurred_at desc limit 1");
    expect(entry).toEqual({ actions: ["rating.list"], entity_types: ["Rating"] });
  });

  it("costs as many statements for many as for one, with all that is below them", async () => {
    const cost = async (first: number) => {
      providers.statements.length = 0;
      const { data, errors } = await providers.query(
        admin,
        `query ($first: Int) { ratings(first: $first) { nodes {
           score provider { fullName averageRating ratingCount ratingDistribution { score count } ratings(first: 2) { nodes { score } } }
           patient { id } appointment { id } history(first: 2) { nodes { status changedAt } } } } }`,
        { first },
      );
      expect(errors).toBeUndefined();
      expect(data.ratings.nodes).toHaveLength(first);
      return providers.statements.length;
    };
    for (let count = 0; count < 4; count += 1) {
      providerId = await registered(providers);
      await rated();
    }
    const one = await cost(1);
    expect(await cost(10)).toBe(one);
  });
});
