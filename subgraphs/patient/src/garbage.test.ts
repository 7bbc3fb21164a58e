import { importedId, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer, testGarbage } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import { careFor, doctor, prescribe } from "./medication-request/medication-request.fixture.ts";
import { patientSubgraph } from "./subgraph.ts";

const admin: TestViewer = {
  ...{ organizationId: "0199a000-0000-7000-8000-000000000001", roles: [Role.ADMIN], scope: "graphql import" },
};

/** Prescriptions are made by providers. */
const prescriber = doctor();

/** Histories are written by whoever treats patients. */
const nurse: TestViewer = { organizationId: admin.organizationId, roles: [Role.NURSE] };

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  const names = { familyName: "Jensen", birthDate: "1990-01-01" };
  await patients.import(admin, "patients", [
    { externalId: "p-1", givenName: "Paula", ...names },
    { externalId: "p-2", givenName: "Peter", ...names },
  ]);
  for (const externalId of ["p-1", "p-2"]) {
    const patientId = importedId(admin.organizationId, "patient", externalId);
    await careFor(patients, prescriber, patientId);
    await prescribe(patients, prescriber, { patientId });
  }
});
afterAll(() => patients.close());

testGarbage(patientSubgraph, () => patients, [admin, nurse, prescriber]);
