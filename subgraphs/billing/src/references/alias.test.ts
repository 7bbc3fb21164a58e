import { boundEntityManager, importedId, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { billingSubgraph } from "../subgraph.ts";
import { aliasConsumer } from "./alias.consumer.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const [old, current] = ["p-old", "p-current"].map((id) => importedId(organizationId, "patient", id)) as [
  string,
  string,
];
const patient: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: old };

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  const invoice = (externalId: string, patientExternalId: string) => ({
    ...{ externalId, patientExternalId, status: "PAID", currency: "USD", issuedAt: "2026-03-01T00:00:00Z" },
    ...{ total: 100, payerShare: 0, balance: 0 },
    lines: [{ description: "A visit", quantity: 1, unitAmount: 100, amount: 100 }],
  });
  const admin = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
  await billing.import(admin, "invoices", [
    invoice("i-1", "p-old"),
    invoice("i-2", "p-current"),
    invoice("i-3", "p-3"),
  ]);
});
afterAll(() => billing.close());

async function tell(version: number, endedAt: string | null, organization = organizationId): Promise<void> {
  await boundEntityManager(billing.orm, organization).transactional(async (em) => {
    await aliasConsumer.handles["patient.merged"]?.({ em }, [
      {
        ...{ position: 1, id: uuidv7(), type: "patient.merged", typeVersion: 1, organizationId: organization },
        ...{ aggregateType: "PatientMerge", aggregateId: old, aggregateVersion: version, occurredAt: new Date() },
        ...{ actorId: uuidv7(), correlationId: "test", imported: false },
        payload: { patientId: old, survivingId: current, endedAt },
      },
    ]);
  });
}

/** The invoices by a filter and below a reference, by each record. */
async function invoicesOf(viewer: TestViewer): Promise<string[][]> {
  const lists = await Promise.all(
    [old, current].flatMap((id) => [
      billing
        .query(viewer, `{ invoices(filter: { patientId: "${id}" }) { nodes { externalId patient { id } } } }`)
        .then(({ data }) => data.invoices),
      billing
        .query(
          viewer,
          `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient {
             invoices { nodes { externalId patient { id } } } } } }`,
          { r: [{ __typename: "Patient", id }] },
        )
        .then(({ data }) => data._entities[0]?.invoices ?? { nodes: [] }),
    ]),
  );
  return lists.map(({ nodes }) =>
    nodes
      .map((node: { externalId: string; patient: { id: string } }) => `${node.externalId} ${node.patient.id}`)
      .sort(),
  );
}

it("invoices of records that were merged are those of one patient, until they are taken apart", async () => {
  const [mine, theirs] = [`i-1 ${old}`, `i-2 ${current}`];
  const apart = [[mine], [mine], [theirs], [theirs]];
  expect(await invoicesOf(staff)).toEqual(apart);
  expect(await invoicesOf(patient)).toEqual([[mine], [mine], [], []]);
  await tell(1, null, "0199a000-0000-7000-8000-000000000002");
  expect(await invoicesOf(staff)).toEqual(apart);
  await tell(1, null);
  const together = Array(4).fill([`i-1 ${current}`, `i-2 ${current}`]);
  expect(await invoicesOf(staff)).toEqual(together);
  expect(await invoicesOf(patient)).toEqual(together);
  await tell(2, new Date().toISOString());
  expect(await invoicesOf(staff)).toEqual(apart);
});
