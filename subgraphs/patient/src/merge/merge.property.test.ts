import { randomUUID } from "node:crypto";
import {
  businessRows,
  propertySeed,
  startTestSubgraph,
  type TestSubgraph,
  unwrittenTables,
} from "@careconnect/kit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { attach, text } from "../document/document.fixture.ts";
import { careFor, doctor, prescribe } from "../medication-request/medication-request.fixture.ts";
import { knownPayer } from "../references/payer.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import { admin, give, merge, nurse, organizationId, outcomeOf, register, staff, undo, visit } from "./merge.fixture.ts";

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

const coded = { system: "http://snomed.info/sct", display: "Asthma" };

/** What may be written of a record, each by the nth of its kind. */
const writing = {
  condition: (patientId: string, nth: number) =>
    give(patients, nurse, "recordCondition", "condition { id }", { ...coded, patientId, code: `100000${nth}` }),
  allergy: (patientId: string, nth: number) =>
    give(patients, nurse, "recordAllergy", "allergy { id }", { ...coded, patientId, code: `200000${nth}` }),
  medication: (patientId: string, nth: number) =>
    give(patients, nurse, "recordMedication", "medication { id }", { ...coded, patientId, code: `300000${nth}` }),
  prescription: async (patientId: string, nth: number) => {
    const provider = doctor();
    await careFor(patients, provider, patientId);
    return prescribe(patients, provider, { patientId, code: `400000${nth}` });
  },
  note: async (patientId: string) => {
    const { visitNote } = await give(patients, nurse, "draftVisitNote", "visitNote { id }", {
      patientId,
      text: "Coughs",
    });
    await give(patients, nurse, "signVisitNote", "visitNote { id }", { id: visitNote.id, expectedVersion: 1 });
    return give(patients, nurse, "addVisitNoteAddendum", "visitNote { id }", { id: visitNote.id, text: "Fever" });
  },
  coverage: async (patientId: string, nth: number) =>
    give(patients, staff, "addCoverage", "coverage { id }", {
      ...{ patientId, payerId: await knownPayer(patients, organizationId), priority: "PRIMARY", memberNumber: "A-1" },
      ...{ startsOn: `200${nth}-01-01`, endsOn: `200${nth}-12-31` },
    }),
  access: (patientId: string) =>
    give(patients, staff, "grantPatientAccess", "accessGrant { id }", {
      ...{ patientId, providerId: randomUUID(), until: new Date(Date.now() + 3_600_000), reason: "A colleague" },
    }),
  consent: (patientId: string) =>
    give(patients, staff, "recordConsent", "consent { id }", {
      ...{ patientId, scope: "PROVIDER_ACCESS", providerId: randomUUID(), decision: "DENY" },
    }),
  document: (patientId: string) => attach(patients, text, { patientId }),
  distinction: async (patientId: string) => {
    const { id: otherId } = await register(patients);
    return give(patients, staff, "dismissDuplicate", "patient { id }", { id: patientId, otherId });
  },
  restriction: async (patientId: string) => {
    const answer = await give(patients, admin, "restrictPatient", "restriction { id }", { patientId, reason: "Wrong" });
    await give(patients, admin, "liftPatientRestriction", "restriction { id }", { patientId, reason: "Right" });
    return answer;
  },
  visit: (patientId: string, nth: number) => visit(patients, patientId, { minutes: nth * 60, status: "FULFILLED" }),
} as const;

/** Tables that no merge finds rows of: they are about an order to gather, to erase or not to use a record. */
const ordered = [
  "patient_export",
  "patient_export_part",
  "patient_erasure",
  "patient_erasure_answer",
  "erased_patient",
  "restricted_patient",
];

type Kind = keyof typeof writing;
const kinds = Object.keys(writing) as Kind[];

/** What is read of the patient while the records are one. */
const everything = `id mrn conditions { id } allergies { id } medications { id } medicationRequests { nodes { id } }
  visitNotes { nodes { id addenda { id } } } coverages { id } accessGrants { id } consents { id versions { nodes { decision } } }
  documents { nodes { id } } possibleDuplicates { points }`;

it("leaves every column of every record as it was, when it was merged and taken apart", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.boolean(), fc.constantFrom(...kinds)), { maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      async (writes, times, isArchived) => {
        const [old, current] = [await register(patients), await register(patients, { phone: "+16175550100" })];
        for (const [nth, [isOld, kind]] of writes.entries()) await writing[kind](isOld ? old.id : current.id, nth % 10);
        if (isArchived) await give(patients, staff, "archivePatient", "patient { id }", { id: old.id });
        const before = await businessRows(patients);
        for (let time = 0; time < times; time += 1) {
          expect(outcomeOf(await merge(patients, { id: old.id, intoId: current.id }))).toBe("done");
          for (const id of [old.id, current.id]) {
            const { data, errors } = await patients.query(staff, `{ patient(id: "${id}") { ${everything} } }`);
            expect(errors).toBeUndefined();
            expect(data.patient.id).toBe(current.id);
          }
          expect(await businessRows(patients)).toEqual(before);
          expect(outcomeOf(await undo(patients, old.id))).toBe("done");
          expect(await businessRows(patients)).toEqual(before);
        }
      },
    ),
    // The first run has one of each, so that no table is left out.
    { numRuns: 15, seed: propertySeed, examples: [[kinds.map((kind, nth) => [nth % 2 === 0, kind]), 2, false]] },
  );
  expect(unwrittenTables(await businessRows(patients), [...ordered, "file_removal"])).toEqual([]);
}, 240_000);
