import { boundEntityManager, type Reach } from "@careconnect/kit";
import { planOf, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";
import { PatientRow } from "./patient.entity.ts";
import { patientsWithin } from "./patient.policy.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const providerId = "0199a000-0000-7000-8000-0000000000d1";

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph, { config: { careDays: { before: 5, ahead: 5 } } });
  await patients.database.asOwner(`
    insert into patient (id, organization_id, created_at, updated_at, mrn, given_name, family_name, given_name_folded,
      family_name_folded, birth_date)
    select md5('patient' || n)::uuid, '${organizationId}', now(), now(), n, 'G', 'F', 'g', 'f', '1990-01-01'
    from generate_series(1, 20000) n;
    insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
    select '${organizationId}', gen_random_uuid(), md5('patient' || n)::uuid, '${providerId}', now(), 'BOOKED', 1
    from generate_series(1, 10) n;
    insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
    values ('${organizationId}', gen_random_uuid(), md5('patient11')::uuid, '${providerId}', now() - interval '6 days',
      'FULFILLED', 1);
    analyze patient; analyze care_visit`);
});
afterAll(() => patients.close());

it("the patients in a provider's care are found by their ids, however many there are", async () => {
  const em = boundEntityManager(patients.orm, organizationId);
  const reach: Reach = [
    { relation: "care", organizationId, providerId },
    { relation: "grant", organizationId, providerId },
    { relation: "breakGlass", patientIds: ["0199a000-0000-7000-8000-0000000000f1"] },
  ];
  // Not who was seen before the days that this service was told.
  expect(await em.count(PatientRow, patientsWithin(reach))).toBe(10);
  const plan = await planOf(em, PatientRow, patientsWithin(reach));
  expect(plan).toContain("patient_pkey");
  expect(plan).not.toMatch(/Seq Scan on patient/);
});
