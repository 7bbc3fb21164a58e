import { Role } from "@careconnect/kit";
import { deliver, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { admin, hoursFromNow, patientId, providerId, staff, visit } from "../booking/booking.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  const rows = ["p-1", "p-2"].map((patientExternalId) =>
    visit(`${patientExternalId}-visit`, {
      patientExternalId,
      startsAt: hoursFromNow(24 + Number(patientExternalId[2])),
    }),
  );
  expect((await appointments.import(admin, "appointments", rows)).accepted).toBe(2);
});
afterAll(() => appointments.close());

const administrator: TestViewer = { ...admin, scope: "graphql" };
const doctor: TestViewer = { ...staff, roles: [Role.PROVIDER], providerId: providerId("d-1") };
const restrictionId = uuidv7();
const tell = (type: string) =>
  deliver(appointmentSubgraph, appointments.orm, {
    ...{ type, aggregateId: restrictionId },
    payload: { restrictionId, patientId: patientId("p-1"), patientIds: [patientId("p-1")] },
  });

async function seenBy(viewer: TestViewer): Promise<string[]> {
  const { data, errors } = await appointments.query(viewer, "{ appointments(first: 10) { nodes { externalId } } }");
  expect(errors).toBeUndefined();
  return data.appointments.nodes.map(({ externalId }: { externalId: string }) => externalId).sort();
}

it("visits of somebody whose record is restricted are administration's, and only called off, until that is lifted", async () => {
  const all = ["p-1-visit", "p-2-visit"];
  for (const viewer of [administrator, staff, doctor]) expect(await seenBy(viewer)).toEqual(all);
  expect(await tell("patient.restricted")).toBe(1);
  expect(await seenBy(administrator)).toEqual(all);
  for (const viewer of [staff, doctor]) expect(await seenBy(viewer)).toEqual(["p-2-visit"]);

  const { data } = await appointments.query(
    administrator,
    "{ appointments(first: 10) { nodes { id externalId version } } }",
  );
  const found = data.appointments.nodes.find((one: { externalId: string }) => one.externalId === "p-1-visit");
  const give = async (mutation: string, type: string, input: object) => {
    const answer = await appointments.query(
      administrator,
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code } } }`,
      { input },
    );
    expect(answer.errors).toBeUndefined();
    return answer.data[mutation].userErrors[0]?.code ?? "done";
  };
  const { id, version } = found;
  const confirming = { id, expectedVersion: version };
  expect(await give("confirmAppointment", "AppointmentCommandInput", confirming)).toBe("PATIENT_RESTRICTED");
  const called = { id, expectedVersion: version, reason: "Restricted" };
  expect(await give("cancelAppointment", "CancelAppointmentInput", called)).toBe("done");
  expect(await tell("patient.restriction.lifted")).toBe(1);
  for (const viewer of [staff, doctor]) expect(await seenBy(viewer)).toEqual(all);
});
