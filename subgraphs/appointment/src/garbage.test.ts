import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer, testGarbage } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import { admin, organizationId, patientId, providerId, staff, visit } from "./booking/booking.fixture.ts";
import { knownPatient, knownProvider } from "./references/reference.fixture.ts";
import { appointmentSubgraph } from "./subgraph.ts";
import { director } from "./visit-rules/visit-rules.fixture.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  await knownPatient(appointments, { patientId: patientId("p-1") });
  await knownProvider(appointments, { providerId: providerId("d-1") });
  await appointments.import(admin, "appointments", [visit("a-1"), visit("a-2"), visit("a-3"), visit("a-4")]);
});
afterAll(() => appointments.close());

const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId: providerId("d-1") };

testGarbage(appointmentSubgraph, () => appointments, [director, staff, doctor]);
