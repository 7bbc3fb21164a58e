import { boundEntityManager, fold, namedClosely, namedLike, Role, reachOf, type Viewer } from "@careconnect/kit";
import { planOf, propertySeed, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";
import { PatientRow } from "./patient.entity.ts";
import { readPatients } from "./patient.policy.ts";
import { orders, wanted } from "./patient.service.ts";
import { type PatientFilter, PatientOrder } from "./patient.type.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const elsewhere = "0199a000-0000-7000-8000-000000000002";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const stranger: TestViewer = { organizationId: elsewhere, roles: [Role.STAFF] };

const givenNames =
  `Agnieszka Alejandro Anna Aylin Bartholomew Beatriz Bogdan Catherine Christopher Chukwuemeka Dimitrios Eleanor Elisabeth
  Fatima Florian Francesca Gabriel Giovanni Guadalupe Hannah Ibrahim Ingeborg Isabella Jacqueline John Jonathan Katarzyna
  Leonardo Lieselotte Margarita Maximilian Mohammed Nathaniel Nikolaus Oluwaseun Omar Patricia Penelope Rosalind Sebastian
  Siobhán Stéphanie Thaddeus`.split(/\s+/);
const familyNames =
  `Abernathy Achterberg Albuquerque Ångström Bauer Bianchi Castellanos Chatterjee Delacroix Diaz Domínguez
  Eriksson Fernandez Fitzgerald Friedrich Gallagher Georgiou Hart Hernandez Hoffmann Ito Ivanovic Johansson Kaczmarek Kowalski
  Lindqvist MacDonald Mitchell Montgomery Nakamura Nasser Nguyen O'Sullivan Okafor Papadopoulos Petrovic Ramirez Rasmussen
  Rodriguez Schneider Schwarzenegger Silva Smith Stavros Takahashi Thompson Van-Houten Vasquez Villanueva Washington
  Wiśniewska Yamamoto Zimmermann`.split(/\s+/);
/** Of several words, and as they are written without a space. */
const others = [
  { givenName: "Maria Luisa", familyName: "García Holloway" },
  { givenName: "Нина", familyName: "Сидорова Петренко" },
  { givenName: "美玲", familyName: "王" },
  { givenName: "서연", familyName: "최" },
];
const everybody = givenNames.flatMap((givenName) => familyNames.map((familyName) => ({ givenName, familyName })));

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  await patients.database.asOwner(`
    insert into patient (id, organization_id, created_at, updated_at, mrn, given_name, family_name, given_name_folded,
      family_name_folded, birth_date)
    select gen_random_uuid(), organization, now(), now(), row_number() over (), name->>'given', name->>'family',
      name->>'givenFolded', name->>'familyFolded', '1990-01-01'
    from unnest(array['${organizationId}', '${elsewhere}']::uuid[]) organization,
      jsonb_array_elements($names$${JSON.stringify(
        [...everybody, ...others].map(({ givenName, familyName }) => ({
          ...{ given: givenName, family: familyName },
          ...{ givenFolded: fold(givenName), familyFolded: fold(familyName) },
        })),
      )}$names$) name
    where organization = '${organizationId}' or name->>'given' = 'Rosalind';
    insert into patient (id, organization_id, created_at, updated_at, mrn, given_name, family_name, given_name_folded,
      family_name_folded, birth_date)
    select gen_random_uuid(), '${organizationId}', now(), now(), 'other-' || n, name, name, name, name, '1990-01-01'
    from generate_series(1, 20000) n, translate(md5(n::text), '0123456789abcdef', 'qxzjkvwyqxzjkvwy') name;
    -- What vacuum does in time: new rows wait beside the index.
    select gin_clean_pending_list('patient_name_trigrams'::regclass);
    analyze patient`);
});
afterAll(() => patients.close());

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return patients.orm.em.getConnection().execute(statement);
}

async function found(search: string, viewer: TestViewer = staff, more = ""): Promise<string[]> {
  const { data, errors } = await patients.query(
    viewer,
    `query ($search: String!) { patients(first: 100, filter: { search: $search ${more} }) { nodes { fullName } } }`,
    { search },
  );
  expect(errors).toBeUndefined();
  return data.patients.nodes.map((node: { fullName: string }) => node.fullName);
}

describe("a name", () => {
  it.each([
    ["holloway", ["Maria Luisa García Holloway"]],
    ["luisa garcia", ["Maria Luisa García Holloway"]],
    ["сидорова нина", ["Нина Сидорова Петренко"]],
    ["王美玲", ["王美玲"]],
    ["王美", ["王美玲"]],
    ["美玲 王", ["王美玲"]],
    ["최서연", ["최서연"]],
    ["최서", ["최서연"]],
    ["sullivan omar", ["Omar O'Sullivan"]],
    ["houten omar", ["Omar Van-Houten"]],
    ["(*[{", []],
  ])(
    "is found by each of its Latin words, by what it starts with in any script, and as it is written: %s",
    async (search, names) => {
      expect(await found(search)).toEqual(names);
    },
  );
});

describe("a name that was mistyped", () => {
  it("finds those with a name like it, in any order", async () => {
    expect(await found("Angstorm Siobahn")).toEqual(["Siobhán Ångström"]);
    expect(await found("siobhan angstrom")).toEqual(["Siobhán Ångström"]);
    expect(await found("Yamamotto Leonrado")).toEqual(["Leonardo Yamamoto"]);
    const yamamotos = await found("Yamamotto");
    expect(yamamotos).toHaveLength(givenNames.length);
    expect(yamamotos.every((name) => name.endsWith("Yamamoto"))).toBe(true);
  });

  it("finds them alone by one name, whichever two of its letters were swapped", async () => {
    const named = familyNames.filter((name) => /^[a-z]{5,}$/.test(fold(name)));
    const swapped = fc.sample(
      fc.tuple(fc.constantFrom(...named), fc.nat(100)).map(([name, place]) => {
        const [letters, at] = [fold(name), place % (fold(name).length - 1)];
        const search = letters.slice(0, at) + letters.charAt(at + 1) + letters.charAt(at) + letters.slice(at + 2);
        return { name, search };
      }),
      { numRuns: 40, seed: propertySeed },
    );
    for (const { name, search } of swapped) {
      const names = await found(search);
      expect(
        names.filter((one) => one.endsWith(` ${name}`)),
        search,
      ).toHaveLength(givenNames.length);
    }
  });

  it("finds no one else as long as somebody has the name, and nobody when nobody has one like it", async () => {
    // A Bauer's search does not bring what is like a Bauer.
    expect((await found("bauer")).every((name) => name.endsWith("Bauer"))).toBe(true);
    expect(await found("fghfgh")).toEqual([]);
    expect(await found("Yamamotto fghfgh")).toEqual([]);
    expect(await found("yamamoto@example.org")).toEqual([]);
    expect(await found("yamamoto 1")).toEqual([]);
  });

  it("finds nobody who was erased, by their name, one like it, or without any", async () => {
    const id = await idOf("Siobhán", "Ångström");
    const born = 'birthDate: "1992-02-03"';
    await patients.database.asOwner(`update patient set birth_date = '1992-02-03' where id = '${id}'`);
    expect(await found("", staff, born)).toEqual(["Siobhán Ångström"]);
    await patients.database.asOwner(`insert into erased_patient values ('${organizationId}', '${id}', now())`);
    for (const search of ["siobhan angstrom", "Angstorm Siobahn"])
      expect(await found(search)).not.toContain("Siobhán Ångström");
    expect(await found("", staff, born)).toEqual([]);
    await patients.database.asOwner(`delete from erased_patient where patient_id = '${id}'`);
    expect(await found("siobhan angstrom")).toEqual(["Siobhán Ångström"]);
  });

  it("is not told by whom the viewer may not see, whether another organization's or outside the other filters", async () => {
    // Nobody there is called Guadalupe: what they find is like it or nothing, and never ours.
    expect(await found("Rosalindd Silva", stranger)).toEqual(["Rosalind Silva"]);
    expect(await found("Guadalupe", stranger)).toEqual([]);
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: await idOf("Rosalind", "Silva") };
    // "Rosalind Smith" is there, but not for them: theirs is what is like it.
    expect(await found("Rosalind Smilva", self)).toEqual(["Rosalind Silva"]);
    expect(await found("Silva Rosalinde", self)).toEqual(["Rosalind Silva"]);
    expect(await found("Yamamotto", self)).toEqual([]);
    expect(await found("Yamamotto", staff, 'birthDate: "1991-01-01"')).toEqual([]);
  });

  it("is found by an index, whatever else is in the table", async () => {
    for (const like of [namedLike, namedClosely]) {
      const plan = await planOf(boundEntityManager(patients.orm, organizationId), PatientRow, like(["yamamotto"]));
      expect(plan).toContain("patient_name_trigrams");
    }
  });

  it("is found by an index also by what is really asked, which is of merged records, too", async () => {
    for (const search of ["yamamotto", "fghfgh fgh"])
      expect(await planOfPage({ search })).toContain("patient_name_trigrams");
  });

  it("costs two statements more than a list without a search, and a name that somebody has one", async () => {
    for (const [search, statements] of [
      ["bauer", 2],
      ["Yamamotto", 3],
      ["fghfgh", 3],
    ] as const) {
      patients.statements.length = 0;
      await found(search);
      expect(patients.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(statements);
    }
  });

  it("finds those alone who are closely called so, who are fewer, and when there are none whoever is called like it", async () => {
    const em = boundEntityManager(patients.orm, organizationId);
    const sum = { closely: 0, like: 0, far: 0 };
    // A mistake in each word.
    const searches = fc
      .sample(fc.tuple(mistyped, mistyped), { numRuns: 80, seed: propertySeed })
      .map(([one, other]) => `${one.search.split(" ")[0]} ${other.search.split(" ")[1]}`);
    for (const search of searches) {
      const words = fold(search).split(" ");
      const [closely, like] = [
        await em.count(PatientRow, namedClosely(words)),
        await em.count(PatientRow, namedLike(words)),
      ];
      if (closely === 0 && like > 0) {
        sum.far += 1;
        expect(await found(search)).toHaveLength(like);
      }
      sum.closely += closely;
      sum.like += like;
    }
    expect(sum.far).toBeGreaterThan(0);
    expect(sum.closely).toBeGreaterThan(0);
    expect(sum.closely).toBeLessThan(sum.like);
  });

  it("finds whom was meant nearly always, among few others", async () => {
    const samples = fc.sample(mistyped, { numRuns: 300, seed: propertySeed });
    let hits = 0;
    let others = 0;
    for (const { search, meant } of samples) {
      const names = await found(search);
      if (names.includes(meant)) hits += 1;
      others += names.filter((name) => name !== meant).length;
    }
    const recall = hits / samples.length;
    process.stdout.write(
      `names with one typo: ${(100 * recall).toFixed(1)} % found, with ${(others / samples.length).toFixed(1)} others\n`,
    );
    expect(recall).toBeGreaterThanOrEqual(0.97);
    expect(others / samples.length).toBeLessThan(5);
  }, 90_000);
});

const reader: Viewer = { ...staff, scopes: new Set(["graphql"]) } as never;

/** How PostgreSQL finds what `patients` asks for: the condition and, when there is one, the order of a page. */
async function planOfPage(filter: PatientFilter, order?: PatientOrder, viewer = reader): Promise<string> {
  const em = boundEntityManager(patients.orm, organizationId);
  const where = await wanted({ em, viewer } as never, reachOf(viewer, readPatients), filter);
  const page = em
    .createQueryBuilder(PatientRow, "r")
    .select("*")
    .where(where as never);
  if (order) page.orderBy(orders[order].map(([column, direction]) => ({ [column]: direction })) as never).limit(21);
  await page.applyFilters();
  const lines = await em.execute<{ "QUERY PLAN": string }[]>(`explain ${page.getFormattedQuery()}`);
  const plan = lines.map((line) => line["QUERY PLAN"]).join("\n");
  expect(plan).not.toMatch(/Seq Scan on patient( |$)/m);
  return plan;
}

describe.each([
  ["", reader],
  [", also while the records of ten thousand are restricted", { ...reader, restricted: { organizationId, but: [] } }],
] as const)("an index serves%s", (_when, viewer) => {
  const isRestricted = "restricted" in viewer;
  beforeAll(async () => {
    if (!isRestricted) return;
    await patients.database.asOwner(`
      insert into restricted_patient (organization_id, patient_id, restriction_id)
      select organization_id, id, gen_random_uuid() from patient where mrn like 'other-%' order by mrn limit 10000;
      analyze restricted_patient`);
  });
  afterAll(() => patients.database.asOwner("delete from restricted_patient"));

  it("whoever asks how many there are", async () => {
    const { data } = await patients.query(staff, "{ patients(first: 1) { totalCount } }");
    const [all] = await sql(`select count(*)::int as count from patient where organization_id = '${organizationId}'`);
    expect(data.patients.totalCount).toBe(Number(all?.count) - (isRestricted ? 10_000 : 0));
  });

  it.each(["yama leo", "ya", "王美玲", "a@b.example", "+16175550100", "100001"])(
    "each way in which %s may find somebody",
    async (search) => {
      const plan = await planOfPage({ search }, undefined, viewer);
      for (const index of [
        ...(search === "yama leo" ? ["patient_name_trigrams"] : []),
        ...(["ya", "王美玲"].includes(search) ? ["patient_given_name_prefix", "patient_family_name_prefix"] : []),
        ...["patient_organization_id_email_index_index", "patient_organization_id_phone_index_index"],
      ])
        expect(plan).toContain(index);
      // Where text is ordered by its bytes, as here, either serves the beginning of a number.
      expect(plan).toMatch(/patient_mrn_(prefix|unique)/);
    },
  );

  it("the birth date, which finds who was born then", async () => {
    const id = await idOf("Rosalind", "Hart");
    await patients.database.asOwner(`update patient set birth_date = '1991-02-03' where id = '${id}'`);
    expect(await found("", staff, 'birthDate: "1991-02-03"')).toEqual(["Rosalind Hart"]);
    expect(await found("Rosalind", staff, 'birthDate: "1991-02-03"')).toEqual(["Rosalind Hart"]);
    expect(await found("", staff, 'birthDate: "1991-02-04"')).toEqual([]);
    expect(await found("", stranger, 'birthDate: "1991-02-03"')).toEqual([]);
    expect(await planOfPage({ birthDate: "1991-02-03" }, undefined, viewer)).toContain(
      "patient_organization_id_birth_date_id_index",
    );
  });

  it.each([
    [PatientOrder.NAME_ASC, "patient_organization_id_family_name_given_name_id_index"],
    [PatientOrder.NAME_DESC, "patient_organization_id_family_name_given_name_id_index"],
    [PatientOrder.MRN_ASC, "patient_mrn_unique"],
    [PatientOrder.MRN_DESC, "patient_mrn_unique"],
    [PatientOrder.BIRTH_DATE_ASC, "patient_organization_id_birth_date_id_index"],
    [PatientOrder.BIRTH_DATE_DESC, "patient_organization_id_birth_date_id_index"],
  ])("a page in the order %s, which reads no more than itself", async (order, index) => {
    const plan = await planOfPage({}, order, viewer);
    expect(plan).toContain(index);
    // Rows of one number are put in order, which are one.
    expect(plan).not.toMatch(/(?<!Incremental )Sort {2}\(cost/);
  });
});

async function idOf(givenName: string, familyName: string): Promise<string> {
  const [row] = await sql(
    `select id from patient where organization_id = '${organizationId}' and given_name = '${givenName}' and family_name = '${familyName}'`,
  );
  return row?.id as string;
}

/** A name with one mistake in one of its words, in either order. */
const mistyped = fc
  .record({
    person: fc.constantFrom(...everybody),
    word: fc.constantFrom("givenName" as const, "familyName" as const),
    place: fc.nat(100),
    mistake: fc.constantFrom<(word: string, at: number) => string>(
      (word, at) => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
      (word, at) => word.slice(0, at) + word.slice(at + 1),
      (word, at) => word.slice(0, at) + word.charAt(at) + word.slice(at),
      (word, at) => `${word.slice(0, at)}e${word.slice(at + 1)}`,
    ),
    isReversed: fc.boolean(),
  })
  .map(({ person, word, place, mistake, isReversed }) => {
    const written = { ...person, [word]: mistake(person[word], 1 + (place % (person[word].length - 2))) };
    const words = [written.givenName, written.familyName];
    return {
      meant: `${person.givenName} ${person.familyName}`,
      search: (isReversed ? words.reverse() : words).join(" "),
    };
  });
