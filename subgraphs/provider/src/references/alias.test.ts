import { randomUUID } from "node:crypto";
import { boundEntityManager } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { admin, give, organizationId, patientOf, registered, visited } from "../rating/rating.fixture.ts";
import { providerSubgraph } from "../subgraph.ts";
import { aliasConsumer } from "./alias.consumer.ts";

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
});
afterAll(() => providers.close());

const [old, current] = [randomUUID(), randomUUID()];

async function tell(version: number, endedAt: string | null): Promise<void> {
  await boundEntityManager(providers.orm, organizationId).transactional(async (em) => {
    await aliasConsumer.handles["patient.merged"]?.({ em }, [
      {
        ...{ position: 1, id: randomUUID(), type: "patient.merged", typeVersion: 1, organizationId },
        ...{ aggregateType: "PatientMerge", aggregateId: old, aggregateVersion: version, occurredAt: new Date() },
        ...{ actorId: randomUUID(), correlationId: "test", imported: false },
        payload: { patientId: old, survivingId: current, endedAt },
      },
    ]);
  });
}

it("whoever has the one of records that were merged rates the visits of both, and has the ratings of both", async () => {
  const providerId = await registered(providers);
  const [mine, theirs] = [
    await visited(providers, { providerId, patientId: old }),
    await visited(providers, { providerId, patientId: current }),
  ];
  const rate = (appointmentId: string, viewer = patientOf(current)) =>
    give(providers, viewer, "rateProvider", { appointmentId, score: 4, anonymous: true });
  const own = await rate(mine.appointmentId, patientOf(old));
  expect(own.rating.patient).toEqual({ id: old });

  await tell(1, null);
  const ratings = async (viewer = patientOf(current)) => {
    const { data, errors } = await providers.query(viewer, "{ ratings { nodes { id patient { id } } } }");
    expect(errors).toBeUndefined();
    return data.ratings.nodes;
  };
  const seen = [{ id: own.rating.id, patient: { id: current } }];
  expect(await ratings()).toEqual(seen);
  expect(await ratings(patientOf(old))).toEqual(seen);
  expect(await ratings(admin)).toEqual([{ id: own.rating.id, patient: null }]);
  expect((await rate(theirs.appointmentId, patientOf(old))).userErrors).toEqual([]);
  expect((await rate(mine.appointmentId)).userErrors).toMatchObject([{ code: "ALREADY_RATED" }]);

  await tell(2, new Date().toISOString());
  expect(await ratings(patientOf(old))).toEqual([{ id: own.rating.id, patient: { id: old } }]);
});
