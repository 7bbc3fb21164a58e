import { boundEntityManager, Role } from "@careconnect/kit";
import { propertySeed, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { give, merge, register, staff } from "../merge/merge.fixture.ts";
import { knownPayer } from "../references/payer.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import { candidatesFor } from "./candidate.query.ts";
import { peopleOf } from "./people.fixture.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
/** Where those are whom the evaluation is about. */
const crowded = "0199a000-0000-7000-8000-000000000003";

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Found {
  readonly patient: { readonly id: string };
  readonly points: number;
  readonly reasons: readonly string[];
}

async function duplicatesOf(id: string, viewer: TestViewer = staff): Promise<Found[] | null> {
  const query = `{ patient(id: "${id}") { possibleDuplicates { patient { id } points reasons } } }`;
  const { data, errors } = await patients.query(viewer, query);
  expect(errors).toBeUndefined();
  return data.patient?.possibleDuplicates ?? null;
}

const idsOf = (found: readonly Found[] | null) => found?.map(({ patient }) => patient.id);

it("finds nearly all who were registered twice among 2,000, and nearly nobody else", async () => {
  const { people, pairs } = peopleOf(2_000, randomOf(propertySeed));
  const importer = { organizationId: crowded, roles: [Role.ADMIN], scope: "graphql import" };
  const rows = people.map((person, place) => ({ externalId: String(place), ...JSON.parse(JSON.stringify(person)) }));
  for (let from = 0; from < rows.length; from += 500) {
    const report = await patients.import(importer, "patients", rows.slice(from, from + 500));
    expect(report.rejected).toEqual([]);
  }
  const found = new Set<string>();
  for (let after: string | null = null, isMore = true; isMore; ) {
    const { data, errors } = await patients.query(
      importer,
      `query ($after: String) { patients(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
         nodes { externalId possibleDuplicates { patient { externalId } } } } }`,
      { after },
    );
    expect(errors).toBeUndefined();
    for (const { externalId, possibleDuplicates } of data.patients.nodes)
      for (const { patient } of possibleDuplicates)
        found.add([Number(externalId), Number(patient.externalId)].sort((one, other) => one - other).join());
    isMore = data.patients.pageInfo.hasNextPage;
    after = data.patients.pageInfo.endCursor;
  }
  const wanted = new Set(pairs.map(([one, other]) => `${one},${other}`));
  const missed = [...wanted].filter((pair) => !found.has(pair));
  const wrong = [...found].filter((pair) => !wanted.has(pair));
  const recall = 1 - missed.length / wanted.size;
  const falseShare = wrong.length / found.size;
  process.stdout.write(
    `Duplicates among ${people.length} records (seed ${propertySeed}): ${wanted.size} pairs, recall ${(100 * recall).toFixed(2)} %, false ${(100 * falseShare).toFixed(2)} % of ${found.size} found\n`,
  );
  expect(recall).toBeGreaterThanOrEqual(0.95);
  expect(falseShare).toBeLessThanOrEqual(0.01);
}, 300_000);

describe("who may be registered already", () => {
  it("is told of whom somebody has just registered, the likeliest first, and by what", async () => {
    const facts = { givenName: "Wilhelmina", familyName: "Oyelaran", birthDate: "1971-03-04", phone: "+16175550199" };
    const known = await register(patients, facts);
    const alike = await register(patients, { ...facts, givenName: "Wilhelmine", birthDate: "1971-04-03", phone: null });
    const other = await register(patients, { ...facts, givenName: "Bartholomew", phone: null });
    const { patient } = await give(
      patients,
      staff,
      "registerPatient",
      "patient { id possibleDuplicates { patient { id } points reasons } }",
      { ...facts, givenName: "Oyelaran", familyName: "Wilhelmina" },
    );
    expect(patient.possibleDuplicates).toEqual([
      { patient: { id: known.id }, points: 16, reasons: ["SWAPPED_NAMES", "SAME_BIRTH_DATE", "SAME_PHONE"] },
    ]);
    expect(await duplicatesOf(known.id)).toEqual([
      { patient: { id: patient.id }, points: 16, reasons: ["SWAPPED_NAMES", "SAME_BIRTH_DATE", "SAME_PHONE"] },
      { patient: { id: alike.id }, points: 11, reasons: ["SIMILAR_NAME", "SIMILAR_BIRTH_DATE"] },
    ]);
    expect(await duplicatesOf(other.id)).toEqual([]);
  });

  it.each([
    ["Jana", "Jan"],
    ["Lina", "Lena"],
    ["Hanna", "Anna"],
    ["Anna-Lena", "Jonas"],
  ])("is no twin with all that the family shares, though one is called %s and the other %s", async (one, other) => {
    const family = {
      ...{ familyName: `Oduya-${one}`, birthDate: "2015-05-06", phone: "+16175550131" },
      ...{ email: `${one.toLowerCase()}@family.example` },
    };
    const first = await register(patients, { ...family, givenName: one });
    const { patient } = await give(
      patients,
      staff,
      "registerPatient",
      "patient { id possibleDuplicates { patient { id } } }",
      { ...family, givenName: other },
    );
    expect(patient.possibleDuplicates).toEqual([]);
    for (const patientId of [first.id, patient.id])
      await give(patients, staff, "addCoverage", "coverage { id }", {
        ...{
          patientId,
          payerId: await knownPayer(patients, organizationId),
          priority: "PRIMARY",
          startsOn: "2026-01-01",
        },
        memberNumber: `F-${one}`,
      });
    expect(await duplicatesOf(first.id)).toEqual([]);
    // The same child once more, with a letter too many.
    const again = await register(patients, { ...family, givenName: `${one}x` });
    expect(idsOf(await duplicatesOf(first.id))).toEqual([again.id]);
  });

  it("is found by a payer's number, too", async () => {
    const [one, other] = [
      await register(patients, { givenName: "Ludmila", familyName: "Brezhneva", birthDate: "1968-01-31" }),
      await register(patients, { givenName: "Людмила", familyName: "Брежнева", birthDate: "1968-01-31" }),
    ];
    expect(await duplicatesOf(one.id)).toEqual([]);
    for (const { id } of [one, other])
      await give(patients, staff, "addCoverage", "coverage { id }", {
        ...{
          patientId: id,
          payerId: await knownPayer(patients, organizationId),
          priority: "PRIMARY",
          startsOn: "2026-01-01",
          memberNumber: "LB-77",
        },
      });
    expect(await duplicatesOf(one.id)).toEqual([
      { patient: { id: other.id }, points: 9, reasons: ["SAME_BIRTH_DATE", "SAME_MEMBER_NUMBER"] },
    ]);
  });

  it("is nobody who was merged or dismissed, until that is taken back; and nobody of another organization", async () => {
    const facts = { givenName: "Thaddeus", familyName: "Quillfeather", birthDate: "1990-10-11" };
    const [one, other] = [await register(patients, facts), await register(patients, facts)];
    const elsewhere = { organizationId: crowded, roles: [Role.ADMIN] };
    await give(patients, elsewhere, "registerPatient", "patient { id }", facts);
    const of = async ({ id }: { id: string }) => idsOf(await duplicatesOf(id));
    expect([await of(one), await of(other)]).toEqual([[other.id], [one.id]]);
    const pair = { id: one.id, otherId: other.id };
    const decide = async (mutation: string, input: object) =>
      (await give(patients, staff, mutation, "patient { id }", input)).userErrors[0]?.code ?? "done";
    expect(await decide("dismissDuplicate", { ...pair, reason: "Cousins" })).toBe("done");
    expect(await decide("dismissDuplicate", { id: other.id, otherId: one.id })).toBe("ILLEGAL_TRANSITION");
    expect([await of(one), await of(other)]).toEqual([[], []]);
    expect(await decide("undoDismissDuplicate", pair)).toBe("done");
    expect(await decide("undoDismissDuplicate", pair)).toBe("ILLEGAL_TRANSITION");
    expect(await decide("dismissDuplicate", { ...pair, otherId: one.id })).toBe("VALIDATION_FAILED");
    expect(await decide("dismissDuplicate", { ...pair, otherId: organizationId })).toBe("NOT_FOUND");
    expect(await of(one)).toEqual([other.id]);
    await merge(patients, { id: other.id, intoId: one.id });
    expect(await of(one)).toEqual([]);
    const stored = await patients.orm.em.getConnection().execute("select * from patient_distinction");
    expect(JSON.stringify(stored)).not.toContain("Cousins");
  });

  it("is nobody who was erased, as all of whom are called the same", async () => {
    const facts = { givenName: "Erased", familyName: "Patient", birthDate: "1901-01-01" };
    const [one, other, third] = [
      await register(patients, facts),
      await register(patients, facts),
      await register(patients, facts),
    ];
    expect(idsOf(await duplicatesOf(one.id))).toHaveLength(2);
    for (const { id } of [one, other])
      await patients.database.asOwner(`insert into erased_patient values ('${organizationId}', '${id}', now())`);
    expect([idsOf(await duplicatesOf(one.id)), idsOf(await duplicatesOf(third.id))]).toEqual([[], []]);
  });

  it("is looked for through indexes, in one statement for a page of patients", async () => {
    const em = boundEntityManager(patients.orm, crowded);
    await patients.database.asOwner("analyze patient; analyze coverage");
    const some = await em.execute<{ id: string; birthDate: string }[]>(
      `select id, birth_date::text as "birthDate" from patient where organization_id = '${crowded}' limit 5`,
    );
    patients.statements.length = 0;
    await candidatesFor(em, some);
    expect(patients.statements).toHaveLength(1);
    const [statement] = patients.statements;
    const plan = await em.execute<{ "QUERY PLAN": string }[]>(`explain ${statement}`, [
      JSON.stringify(some.slice(0, 1).map(({ id, birthDate }) => ({ id, birth_dates: [birthDate] }))),
      crowded,
    ]);
    const lines = plan.map((line) => line["QUERY PLAN"]).join("\n");
    expect(lines).toContain("patient_organization_id_birth_date_id_index");
    expect(lines).toContain("patient_organization_id_phone_index_index");
    // Whom it is asked of may be found in any way; candidates are not looked for among all.
    expect(lines).not.toMatch(/Seq Scan on patient (?!subject)/);
  });
});
