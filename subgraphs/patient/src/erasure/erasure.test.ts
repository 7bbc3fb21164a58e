import { createHash, randomUUID } from "node:crypto";
import { fileRemovalTask, patientErasedEvent, Role } from "@careconnect/kit";
import { deliver, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { documentSettings } from "../document/document.settings.ts";
import { sourceNames } from "../export/export.settings.ts";
import { publicKeysOf } from "../export/public.keys.ts";
import {
  give,
  merge,
  nurse,
  organizationId,
  outcomeOf,
  type Record,
  register,
  staff,
  undo,
  visit,
} from "../merge/merge.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import { certificateSentence, parseSigned, verifyCertificate } from "./erasure.certificate.ts";
import { repeatErasures } from "./erasure.repeat.ts";

const [asking, deciding] = [administrator(), administrator()];
const stranger = { ...administrator(), organizationId: "0199a000-0000-7000-8000-000000000002" };
const canary = "Zebedee";

function administrator() {
  return { organizationId, userId: randomUUID(), roles: [Role.ADMIN] } satisfies TestViewer;
}

let patients: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  beside = await startTestSubgraph(patientSubgraph, { beside: patients });
});
afterAll(async () => {
  await beside.close();
  await patients.close();
});

const sql = (statement: string): Promise<{ [column: string]: unknown }[]> =>
  patients.orm.em.getConnection().execute(statement);
const asthma = { system: "http://snomed.info/sct", code: "195967001", display: `${canary} asthma` };

let record: Record;
beforeEach(async () => {
  record = await register(patients, { givenName: canary, email: `${canary}.${randomUUID()}@example.org` });
  await give(patients, nurse, "recordCondition", "condition { id }", { ...asthma, patientId: record.id });
});

const selection = "erasure { id status }";
const shortly = (answer: { erasure: { status: string } | null; userErrors: { code: string; field: string[] }[] }) =>
  answer.erasure?.status ?? `${answer.userErrors[0]?.code} ${answer.userErrors[0]?.field.join(".")}`;

const request = (patientId: string, viewer: TestViewer = asking) =>
  give(patients, viewer, "requestPatientErasure", selection, { patientId, reason: `${canary} asked for it` });
const decide = (step: string, id: string, viewer: TestViewer, more: object = {}, at = patients) =>
  give(at, viewer, `${step}PatientErasure`, selection, { id, ...more });
const archive = (id: string) =>
  give(patients, staff, "archivePatient", "patient { id }", { id, reason: `${canary} moved` });
const unarchive = (id: string) => give(patients, staff, "unarchivePatient", "patient { id }", { id });

/** Makes all that is written of a patient as old as it has to be. */
async function age(...ids: string[]): Promise<void> {
  const whose = `patient_id in (${ids.map((id) => `'${id}'`).join()})`;
  for (const table of ["condition", "allergy", "medication", "document"])
    await patients.database.asOwner(`update ${table} set updated_at = now() - interval '11 years' where ${whose}`);
  await patients.database.asOwner(`update care_visit set ends_at = now() - interval '11 years' where ${whose}`);
}

/** An erasure that somebody asked for. */
async function asked(...more: string[]): Promise<string> {
  await age(record.id, ...more);
  await archive(record.id);
  return (await request(record.id)).erasure.id;
}

/** Lets the patient subgraph hear of its own order, as the broker would, and of what others answered. */
async function carryOut(erasureId: string, names: readonly string[] = sourceNames): Promise<void> {
  const [ordered] = await sql(
    `select payload from outbox_event where type = 'patient.erasure.ordered' and aggregate_id = '${erasureId}'`,
  );
  const payload = ordered?.payload as { [key: string]: unknown };
  await deliver(patientSubgraph, patients.orm, { type: "patient.erasure.ordered", payload });
  for (const name of names) {
    const [told] =
      name === "patient"
        ? await sql(
            `select payload from outbox_event where type = 'patient.patient.erased' and aggregate_id = '${erasureId}'`,
          )
        : [
            {
              payload: {
                erasureId,
                patientId: record.id,
                erasedAt: new Date().toISOString(),
                tables: [{ table: "thing", outcome: "DELETED", rows: 2 }],
              },
            },
          ];
    await deliver(patientSubgraph, patients.orm, {
      ...{ type: patientErasedEvent(name).type, payload: told?.payload as { [key: string]: unknown } },
    });
  }
}

describe("asking for it", () => {
  it("is refused while the patient is in use, has visits to come, or has records that have to be kept", async () => {
    expect(shortly(await request(record.id))).toBe("NOT_ARCHIVED patientId");
    await visit(patients, record.id);
    await archive(record.id);
    expect(shortly(await request(record.id))).toBe("VISITS_AHEAD patientId");
    await patients.database.asOwner(
      `update care_visit set status = 'CANCELLED', starts_at = now(), ends_at = now() where patient_id = '${record.id}'`,
    );
    const { userErrors } = await request(record.id);
    const until = new Date().getUTCFullYear() + 10;
    expect(userErrors[0]).toMatchObject({ code: "RETAINED", field: ["patientId"] });
    expect(userErrors[0].message).toMatch(
      new RegExp(
        `care_visit until ${until}-\\d\\d-\\d\\d, condition until ${until}|condition until ${until}-\\d\\d-\\d\\d, care_visit until ${until}`,
      ),
    );
    expect(userErrors[0].message).not.toContain(canary);
    await age(record.id);
    expect(shortly(await request(record.id))).toBe("REQUESTED");
  });

  it.each([
    ["that is under way, however long ago it began", "IN_PROGRESS", "- interval '11 years'", "- interval '11 years'"],
    ["that is to come and of whose end nobody told", "BOOKED", "+ interval '1 day'", null],
    ["that is under way and of whose end nobody told", "CHECKED_IN", "- interval '11 years'", null],
  ])("is refused while there is a visit %s, by whoever approves it, too", async (_what, status, starts, ends) => {
    await visit(patients, record.id);
    const id = await asked();
    await patients.database.asOwner(
      `update care_visit set status = '${status}', starts_at = now() ${starts}, ends_at = ${ends ? `now() ${ends}` : "null"}
       where patient_id = '${record.id}'`,
    );
    expect(shortly(await decide("approve", id, deciding))).toBe("VISITS_AHEAD id");
    await decide("withdraw", id, asking);
    expect(shortly(await request(record.id))).toBe("VISITS_AHEAD patientId");
  });

  it("is done once at a time, however many try", async () => {
    await age(record.id);
    await archive(record.id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => request(record.id)));
    expect(answers.map(shortly).sort()).toEqual([...Array(9).fill("ERASURE_UNDER_WAY patientId"), "REQUESTED"]);
  });

  it("is done once for all records of a patient, whichever is named, and tells them", async () => {
    const other = await register(patients);
    expect(outcomeOf(await merge(patients, { id: other.id, intoId: record.id }))).toBe("done");
    const id = await asked(other.id);
    expect(shortly(await request(other.id))).toBe("ERASURE_UNDER_WAY patientId");
    const { data } = await patients.query(deciding, `{ patientErasure(id: "${id}") { patientIds } }`);
    expect(data.patientErasure.patientIds.sort()).toEqual([other.id, record.id].sort());
  });

  it("is not done again for a patient with whom one was merged for whom it was asked", async () => {
    const first = await asked();
    const other = await register(patients);
    expect(outcomeOf(await merge(patients, { id: record.id, intoId: other.id }))).toBe("done");
    await archive(other.id);
    expect(shortly(await request(other.id))).toBe("ERASURE_UNDER_WAY patientId");
    // Who asked knew of one record alone.
    expect(shortly(await decide("approve", first, deciding))).toBe("RECORDS_CHANGED id");
    await decide("reject", first, deciding, { reason: "There are more records" });
    const again = (await request(record.id)).erasure.id;
    expect(shortly(await decide("approve", again, deciding))).toBe("ORDERED");
  });

  it("is not for others, nor of patients of others", async () => {
    await age(record.id);
    await archive(record.id);
    expect(shortly(await request(record.id, stranger))).toBe("NOT_FOUND patientId");
    const { errors } = await patients.query(
      staff,
      `mutation { requestPatientErasure(input: { patientId: "${record.id}", reason: "Asked" }) { userErrors { code } } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});

describe("deciding on it", () => {
  it("takes another administrator, for which the database stands", async () => {
    const id = await asked();
    expect(shortly(await decide("approve", id, asking))).toBe("SECOND_PERSON id");
    expect(shortly(await decide("reject", id, asking, { reason: "No" }))).toBe("SECOND_PERSON id");
    expect(shortly(await decide("withdraw", id, deciding))).toBe("SECOND_PERSON id");
    expect(shortly(await decide("approve", id, stranger))).toBe("NOT_FOUND id");
    await expect(
      patients.database.asOwner(
        `update patient_erasure set status = 'ORDERED', decided_by = requested_by where id = '${id}'`,
      ),
    ).rejects.toThrow(/decided_by_another/);
    expect(shortly(await decide("approve", id, deciding))).toBe("ORDERED");
    expect(shortly(await decide("approve", id, deciding))).toBe("ILLEGAL_TRANSITION id");
  });

  it("is refused once the patient was brought back", async () => {
    const id = await asked();
    await unarchive(record.id);
    expect(shortly(await decide("approve", id, deciding))).toBe("NOT_ARCHIVED id");
  });

  it("erases nobody who was taken for another one when it was asked for", async () => {
    const other = await register(patients);
    await merge(patients, { id: other.id, intoId: record.id });
    const id = await asked(other.id);
    await undo(patients, other.id);
    expect(shortly(await decide("approve", id, deciding))).toBe("RECORDS_CHANGED id");
    expect(await sql(`select 1 from erased_patient where patient_id in ('${record.id}', '${other.id}')`)).toEqual([]);
  });

  it("may end it: rejected or withdrawn it can be asked for again", async () => {
    const first = await asked();
    expect(shortly(await decide("reject", first, deciding, { reason: "Not yet" }))).toBe("REJECTED");
    const second = (await request(record.id)).erasure.id;
    expect(shortly(await decide("withdraw", second, asking))).toBe("WITHDRAWN");
    expect(shortly(await decide("approve", second, deciding))).toBe("ILLEGAL_TRANSITION id");
    expect(shortly(await request(record.id))).toBe("REQUESTED");
  });

  it("looks anew at what has to be kept", async () => {
    const id = await asked();
    await patients.database.asOwner(`update condition set updated_at = now() where patient_id = '${record.id}'`);
    expect(shortly(await decide("approve", id, deciding))).toBe("RETAINED id");
    expect(await sql(`select 1 from erased_patient where patient_id = '${record.id}'`)).toEqual([]);
  });

  it("at the same moment as approving and taking back: one of both", async () => {
    const id = await asked();
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => decide("approve", id, deciding, {}, beside)),
      ...Array.from({ length: 5 }, () => decide("withdraw", id, asking)),
    ]);
    const outcomes = answers.map(shortly).sort();
    expect(outcomes.filter((outcome) => outcome === "ILLEGAL_TRANSITION id")).toHaveLength(9);
  });
});

describe("from the order on", () => {
  it("nothing is written about the patient, and records are neither merged nor taken apart", async () => {
    const [merged, other] = [await register(patients), await register(patients)];
    expect(outcomeOf(await merge(patients, { id: merged.id, intoId: record.id }))).toBe("done");
    const id = await asked();
    await decide("approve", id, deciding);
    const codeOf = (answer: { readonly userErrors: readonly { readonly code: string }[] }) =>
      answer.userErrors[0]?.code;
    for (const patientId of [record.id, merged.id]) {
      expect(codeOf(await give(patients, nurse, "recordCondition", "condition { id }", { ...asthma, patientId }))).toBe(
        "PATIENT_ERASED",
      );
      const consent = { patientId, scope: "COMMUNICATION", channel: "EMAIL", decision: "PERMIT" };
      expect(codeOf(await give(patients, staff, "recordConsent", "consent { id }", consent))).toBe("PATIENT_ERASED");
    }
    expect(codeOf(await undo(patients, merged.id))).toBe("PATIENT_ERASED");
    expect(codeOf(await merge(patients, { id: record.id, intoId: other.id }))).toMatch(
      /STANDS_FOR_OTHERS|PATIENT_ERASED/,
    );
    const renamed = { id: record.id, expectedVersion: record.version + 1, givenName: "Zoë" };
    expect(codeOf(await give(patients, staff, "updatePatient", "patient { id }", renamed))).toBe("PATIENT_ERASED");
    expect(codeOf(await unarchive(record.id))).toBe("PATIENT_ERASED");
    expect(codeOf(await request(record.id))).toBe("PATIENT_ERASED");
  });

  it("nothing is left, whatever is written at the same moment", async () => {
    const id = await asked();
    const [ordered, ...written] = await Promise.all([
      decide("approve", id, deciding, {}, beside),
      ...Array.from({ length: 20 }, (_, index) =>
        give(index % 2 ? patients : beside, nurse, "recordCondition", "condition { id }", {
          ...{ ...asthma, code: String(1_000_000 + index), patientId: record.id },
        }),
      ),
    ]);
    const refused = written.filter(({ userErrors }) => userErrors[0]?.code === "PATIENT_ERASED");
    expect(refused.length + written.filter(({ condition }) => condition).length).toBe(20);
    // Whoever wrote before it was ordered has written something that has to be kept.
    if (shortly(ordered) !== "ORDERED") {
      expect(shortly(ordered)).toBe("RETAINED id");
      expect(refused).toEqual([]);
      await age(record.id);
      expect(shortly(await decide("approve", id, deciding))).toBe("ORDERED");
    }
    await carryOut(id);
    expect(await sql(`select 1 from condition where patient_id = '${record.id}'`)).toEqual([]);
  });
});

const readingOf = (id: string) => `{ patientErasure(id: "${id}") {
  status reason requestedBy decidedBy completedAt erased { subgraph tables { table outcome rows } }
  certificate { content signature } } }`;

it("is certified when every subgraph has answered, and nothing says any more who it was", async () => {
  const merged = await register(patients, { familyName: canary });
  await merge(patients, { id: merged.id, intoId: record.id, reason: `${canary} is one` });
  const twin = await register(patients);
  await merge(patients, { id: twin.id, intoId: record.id, reason: `${canary} is no twin` });
  await undo(patients, twin.id);
  const id = await asked(merged.id);
  await decide("approve", id, deciding);
  await carryOut(id, ["patient", "billing", "identity", "provider", "reports", "billing"]);
  const early = await patients.query(deciding, readingOf(id));
  expect(early.data.patientErasure).toMatchObject({ status: "ORDERED", certificate: null, completedAt: null });
  expect(early.data.patientErasure.erased).toHaveLength(5);
  await carryOut(id, ["appointment"]);

  const { data } = await patients.query(deciding, readingOf(id));
  const { certificate, ...erasure } = data.patientErasure;
  expect(erasure).toMatchObject({
    ...{ status: "COMPLETED", reason: null, requestedBy: asking.userId, decidedBy: deciding.userId },
  });
  const keys = await publicKeysOf(patients.url);
  const said = await verifyCertificate(certificate, keys);
  expect(said).toMatchObject({ erasureId: id, patientId: record.id, approvedBy: deciding.userId });
  expect(said.patientIds.toSorted()).toEqual([record.id, merged.id].sort());
  expect(said.subgraphs.map(({ subgraph }) => subgraph)).toEqual([...sourceNames].sort());
  expect(said.subgraphs.find(({ subgraph }) => subgraph === "patient")?.tables).toContainEqual({
    ...{ table: "patient", outcome: "PSEUDONYMISED", rows: 2 },
  });
  await expect(
    verifyCertificate({ ...certificate, content: certificate.content.replace("DELETED", "KEPT") }, keys),
  ).rejects.toThrow("altered");
  const sha256 = createHash("sha256").update(certificate.content).digest("hex");
  expect(
    await sql(
      `select target from audit_entry where '${merged.id}' = any(subject_ids) and 'patient.erasure.complete' = any(actions)`,
    ),
  ).toEqual([{ target: `sha256:${sha256}` }]);
  expect(
    await sql(
      `select payload->>'certificateSha256' as told from outbox_event where type = 'patient.erasure.completed' and aggregate_id = '${id}'`,
    ),
  ).toEqual([{ told: sha256 }]);

  // Why somebody else was taken for them said something of them, too.
  expect(await sql(`select reason, end_reason from patient_alias where patient_id = '${twin.id}'`)).toEqual([
    { reason: null, end_reason: null },
  ]);
  const texts = await sql(
    `select query_to_xml(format('select * from %I where to_jsonb(%I)::text like ''%%${record.id}%%''', table_name, table_name), true, false, '')::text as text
     from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'mikro_orm_migrations'`,
  );
  expect(texts.map(({ text }) => String(text)).join()).not.toContain(canary);
  const found = await patients.query(
    deciding,
    `{ patient(id: "${merged.id}") { id fullName email conditions { id } } }`,
  );
  expect(found.data.patient).toEqual({ id: record.id, fullName: "Erased Patient", email: null, conditions: [] });
  expect(shortly(await request(record.id))).toBe("PATIENT_ERASED patientId");
});

it("once completed is as it was certified, whoever wants it otherwise", async () => {
  const id = await asked();
  await decide("approve", id, deciding);
  await carryOut(id);
  for (const change of [
    "update patient_erasure set status = 'REJECTED'",
    "update patient_erasure set certificate = '{}'",
    "delete from patient_erasure",
  ])
    await expect(patients.database.asOwner(`${change} where id = '${id}'`)).rejects.toThrow("is not changed");
  for (const change of ["update patient_erasure_answer set tables = '[]'", "delete from patient_erasure_answer"])
    await expect(sql(`${change} where erasure_id = '${id}'`)).rejects.toThrow("permission denied");
});

it("says in its certificate, which is read from what the graph tells, what was done", async () => {
  const id = await asked();
  await decide("approve", id, deciding);
  await carryOut(id);
  const { data } = await patients.query(deciding, readingOf(id));
  const certificate = parseSigned(JSON.stringify(data.patientErasure.certificate));
  const sentence = certificateSentence(await verifyCertificate(certificate, await publicKeysOf(patients.url)));
  expect(sentence).toMatch(
    new RegExp(`^Patient ${record.id} was erased until .*Z, asked for by ${asking.userId} and `),
  );
  expect(sentence).toMatch(/: \d+ rows were deleted, \d+ stay .* in 6 parts of the system\.$/);
  for (const text of ["", "{}", "text"]) expect(() => parseSigned(text)).toThrow("This is no certificate");
});

it("is listed for administrators, with what each did, in as many statements however many there are", async () => {
  const countFor = async (first: number) => {
    patients.statements.length = 0;
    const { data, errors } = await patients.query(
      deciding,
      `{ patientErasures(first: ${first}, status: COMPLETED) { nodes { id status erased { subgraph } } } }`,
    );
    expect(errors).toBeUndefined();
    return { statements: patients.statements.length, nodes: data.patientErasures.nodes };
  };
  const id = await asked();
  await decide("approve", id, deciding);
  await carryOut(id);
  const [one, many] = [await countFor(1), await countFor(10)];
  expect(one.nodes).toHaveLength(1);
  expect(one.nodes[0].erased).toHaveLength(6);
  expect(many.nodes.length).toBeGreaterThan(1);
  expect(many.statements).toBe(one.statements);
  const ofOne = await patients.query(
    deciding,
    `{ its: patientErasures(patientId: "${record.id}") { nodes { id } }
       nobodys: patientErasures(patientId: "${randomUUID()}") { nodes { id } } odd: patientErasures(patientId: "x") { nodes { id } } }`,
  );
  expect(ofOne.data).toEqual({ its: { nodes: [{ id }] }, nobodys: { nodes: [] }, odd: { nodes: [] } });
  const foreign = await patients.query(
    stranger,
    `{ patientErasures { totalCount } patientErasure(id: "${id}") { id } }`,
  );
  expect(foreign.data).toEqual({ patientErasures: { totalCount: 0 }, patientErasure: null });
});

describe("after a backup was restored", () => {
  const ordersOf = async (patientId: string) =>
    (await sql(
      `select payload from outbox_event where type = 'patient.erasure.ordered' and payload->'patientIds' ? '${patientId}'
       order by sequence`,
    )) as { payload: { erasureId: string; patientIds: string[] } }[];
  const carryOutLast = async (patientId: string) => {
    const payload = (await ordersOf(patientId)).at(-1)?.payload as never;
    await deliver(patientSubgraph, patients.orm, { type: "patient.erasure.ordered", payload });
  };
  const conditions = () => sql(`select 1 from condition where patient_id = '${record.id}'`);

  it("what was erased since is ordered anew, and erased, of whom nothing is known here any more", async () => {
    const erased = [{ organizationId, patientId: record.id }];
    expect(await repeatErasures(patients.orm, [...erased, ...erased])).toBe(1);
    expect((await ordersOf(record.id)).map(({ payload }) => payload.patientIds)).toEqual([[record.id]]);
    const refused = await give(patients, nurse, "recordCondition", "condition { id }", {
      ...asthma,
      patientId: record.id,
    });
    expect(refused.userErrors[0]?.code).toBe("PATIENT_ERASED");
    await carryOutLast(record.id);
    expect(await conditions()).toEqual([]);
    expect(await sql(`select given_name from patient where id = '${record.id}'`)).toEqual([{ given_name: "Erased" }]);
  });

  it("what is known here is ordered as it was, for all records at once, and stays certified as it is", async () => {
    const merged = await register(patients);
    await merge(patients, { id: merged.id, intoId: record.id });
    const id = await asked(merged.id);
    await decide("approve", id, deciding);
    await carryOut(id);
    const before = (await patients.query(deciding, readingOf(id))).data;
    await patients.database.asOwner(`
      begin; set local careconnect.erasing = 'on';
      insert into condition (id, organization_id, created_at, updated_at, patient_id, system, code, display)
      values (gen_random_uuid(), '${organizationId}', now(), now(), '${record.id}', 's', 'c', '${canary}'); commit`);
    expect(await conditions()).toHaveLength(1);
    expect(await repeatErasures(patients.orm, [{ organizationId, patientId: merged.id }])).toBe(1);
    const orders = await ordersOf(record.id);
    expect(orders).toHaveLength(2);
    expect(orders[1]).toEqual(orders[0]);
    await carryOutLast(record.id);
    expect(await conditions()).toEqual([]);
    expect((await patients.query(deciding, readingOf(id))).data).toEqual(before);
  });

  it("nothing is done to anybody of another organization, or of whom nobody tells", async () => {
    expect(await repeatErasures(patients.orm, [])).toBe(0);
    await repeatErasures(patients.orm, [{ organizationId: stranger.organizationId, patientId: record.id }]);
    expect(await sql(`select organization_id from erased_patient where patient_id = '${record.id}'`)).toEqual([
      { organization_id: stranger.organizationId },
    ]);
    expect(await conditions()).toHaveLength(1);
  });
});

it("what comes from a source again is refused, row by row", async () => {
  const importer = { ...asking, scope: "graphql import" };
  const [gone, other] = [randomUUID(), randomUUID()];
  const rows = [gone, other].map((externalId) => ({
    externalId,
    givenName: canary,
    familyName: "Source",
    birthDate: "1980-01-01",
  }));
  await patients.import(importer, "patients", rows);
  const [imported] = await sql(`select id from patient where external_id = '${gone}'`);
  record = { ...record, id: String(imported?.id) };
  const id = await asked();
  await decide("approve", id, deciding);
  await carryOut(id);
  const report = await patients.import(importer, "patients", rows);
  expect(report).toMatchObject({ accepted: 0, unchanged: 1, rejected: [{ line: 2, code: "PATIENT_ERASED" }] });
});

it("has the files of documents removed from the store, and their room given back", async () => {
  const used = async () => Number((await sql(`select coalesce(sum(bytes), 0) as bytes from document_usage`))[0]?.bytes);
  const before = await used();
  const bytes = Buffer.from("hello");
  const file = { category: "ADMINISTRATIVE", name: `${canary}.txt`, contentType: "text/plain", size: bytes.length };
  const { document } = await give(patients, staff, "requestDocumentUpload", "document { id upload { url method } }", {
    ...{ ...file, patientId: record.id },
  });
  const url = new URL(document.upload.url);
  const sent = await fetch(new URL(url.pathname, patients.url), {
    method: "PUT",
    body: bytes,
    headers: { "content-type": "text/plain" },
  });
  expect(sent.ok).toBe(true);
  await give(patients, staff, "completeDocumentUpload", "document { id state }", { id: document.id });
  const [kept] = await sql(`select file_id from document where id = '${document.id}'`);
  const key = { area: "documents", id: String(kept?.file_id) };
  const { store } = documentSettings();
  expect(await store.sizeOf(key)).not.toBeNull();
  expect(await used()).toBe(before + bytes.length);

  const id = await asked();
  await decide("approve", id, deciding);
  await carryOut(id);
  expect(await used()).toBe(before);
  const services = { orm: patients.orm, signal: new AbortController().signal } as never;
  await fileRemovalTask(() => store).run(services);
  expect(await store.sizeOf(key)).toBeNull();
});
