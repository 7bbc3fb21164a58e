import { randomUUID } from "node:crypto";
import { boundEntityManager, Role, readSubject } from "@careconnect/kit";
import {
  keyFileService,
  rotateKeys,
  startTestSubgraph,
  type TestSubgraph,
  type TestViewer,
} from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { careFor, type Doctor, doctor } from "../medication-request/medication-request.fixture.ts";
import { admin, give, merge, organizationId, register, staff, undo, visit } from "../merge/merge.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import { patientSubjectRules } from "../subject.rules.ts";

// Two processes of the subgraph, and one database.
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

const nurse: TestViewer = { organizationId, roles: [Role.NURSE], userId: randomUUID() };

let patientId: string;
let author: Doctor;
let colleague: Doctor;
let appointmentId: string;
beforeEach(async () => {
  patientId = (await register(patients)).id;
  author = doctor();
  colleague = doctor();
  appointmentId = await careFor(patients, author, patientId);
  await careFor(patients, colleague, patientId);
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  patients.orm.em.getConnection().execute(statement);

const selection = `visitNote { id status text authorId signedAt errorMarkedAt errorReason version
  provider { id } appointment { id } addenda { text authorId provider { id } } }`;
const says = "Slept badly.\n\nCoughs at night; ciprofloxacin did not help.";

const write = (input: object = {}, viewer: TestViewer = author) =>
  give(patients, viewer, "draftVisitNote", selection, { patientId, text: says, ...input });
const edit = (id: string, expectedVersion: number, text: string, viewer: TestViewer = author, at = patients) =>
  give(at, viewer, "updateVisitNote", selection, { id, expectedVersion, text });
const sign = (id: string, expectedVersion = 1, viewer: TestViewer = author, at = patients) =>
  give(at, viewer, "signVisitNote", selection, { id, expectedVersion });
const add = (id: string, text: string, viewer: TestViewer = author, at = patients) =>
  give(at, viewer, "addVisitNoteAddendum", selection, { id, text });
const retract = (id: string, viewer: TestViewer = author, more: object = {}) =>
  give(patients, viewer, "markVisitNoteEnteredInError", selection, { id, reason: "Of another patient", ...more });
const outcomeOf = ({ userErrors: [error] }: { userErrors: { code: string; field: string[] }[] }) =>
  error ? `${error.code} ${error.field.join(".")}` : "done";

async function signed(input: object = {}, viewer: TestViewer = author): Promise<string> {
  const { id } = (await write(input, viewer)).visitNote;
  await sign(id, 1, viewer);
  return id;
}

async function listed(viewer: TestViewer, filter = "", id = patientId): Promise<string[] | null> {
  const { data, errors } = await patients.query(
    viewer,
    `{ patient(id: "${id}") { visitNotes${filter} { totalCount nodes { id text } } } }`,
  );
  expect(errors).toBeUndefined();
  const list = data.patient?.visitNotes;
  if (!list) return null;
  expect(list.totalCount).toBe(list.nodes.length);
  return list.nodes.map((node: { id: string }) => node.id);
}

const eventsOf = (id: string) =>
  sql(`select type, payload ->> 'status' as status, (payload ->> 'addenda')::int as addenda from outbox_event
       where aggregate_id = '${id}' order by sequence`);

describe("a draft", () => {
  it("is its author's alone, and told of to nobody", async () => {
    const { visitNote } = await write({ appointmentId });
    const { id, ...facts } = visitNote;
    expect(facts).toEqual({
      ...{ status: "DRAFT", text: says, authorId: author.userId, provider: { id: author.providerId }, version: 1 },
      ...{ signedAt: null, errorMarkedAt: null, errorReason: null, appointment: { id: appointmentId }, addenda: [] },
    });
    expect(await listed(author)).toEqual([id]);
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], userId: randomUUID(), patientId };
    const application: TestViewer = { ...author, scope: "records.read" };
    for (const viewer of [admin, nurse, colleague, self, application]) expect(await listed(viewer)).toEqual([]);
    for (const viewer of [nurse, colleague]) {
      expect(outcomeOf(await edit(id, 1, "Mine", viewer))).toBe("NOT_FOUND id");
      expect(outcomeOf(await sign(id, 1, viewer))).toBe("NOT_FOUND id");
      expect(outcomeOf(await add(id, "Mine", viewer))).toBe("NOT_FOUND id");
      expect(outcomeOf(await retract(id, viewer))).toBe("NOT_FOUND id");
    }
    expect(await eventsOf(id)).toEqual([]);
    expect(JSON.stringify(await sql(`select * from visit_note where id = '${id}'`))).not.toContain("ciprofloxacin");
  });

  it("is written anew by its author, who knows its version", async () => {
    const { id } = (await write()).visitNote;
    expect((await edit(id, 1, "Slept well.")).visitNote).toMatchObject({ text: "Slept well.", version: 2 });
    expect(outcomeOf(await edit(id, 1, "Slept badly."))).toBe("VERSION_CONFLICT expectedVersion");
    expect(outcomeOf(await sign(id, 1))).toBe("VERSION_CONFLICT expectedVersion");
    expect(outcomeOf(await add(id, "More"))).toBe("ILLEGAL_TRANSITION id");
    expect((await sign(id, 2)).visitNote).toMatchObject({ status: "SIGNED", text: "Slept well.", version: 3 });
  });

  it("is withdrawn with a reason, and stays its author's", async () => {
    const { id } = (await write()).visitNote;
    expect((await retract(id)).visitNote).toMatchObject({ status: "ENTERED_IN_ERROR", signedAt: null, text: says });
    expect(await listed(author)).toEqual([]);
    expect(await listed(author, "(filter: { enteredInError: true })")).toEqual([id]);
    expect(await listed(colleague, "(filter: { enteredInError: true })")).toEqual([]);
    expect(outcomeOf(await sign(id, 2))).toBe("ILLEGAL_TRANSITION id");
    expect(outcomeOf(await edit(id, 2, "Again"))).toBe("ILLEGAL_TRANSITION id");
    expect(await eventsOf(id)).toEqual([]);
  });

  it("is one of twenty that somebody has for a patient at most", async () => {
    const answers = await Promise.all(Array.from({ length: 22 }, () => write()));
    expect(answers.map(outcomeOf).sort()).toEqual([
      ...["VALIDATION_FAILED patientId", "VALIDATION_FAILED patientId"],
      ...Array(20).fill("done"),
    ]);
    expect(outcomeOf(await write({}, colleague))).toBe("done");
    await sign(answers.find(({ visitNote }) => visitNote).visitNote.id);
    expect(outcomeOf(await write())).toBe("done");
  });

  it.each([
    ["of nothing", { text: " \n " }, "VALIDATION_FAILED text"],
    ["of too much", { text: "x".repeat(20_001) }, "VALIDATION_FAILED text"],
    ["for a patient who is not there", { patientId: randomUUID() }, "NOT_FOUND patientId"],
    ["of a visit that is not there", { appointmentId: randomUUID() }, "NOT_FOUND appointmentId"],
  ])("is not begun %s", async (_what, input, outcome) => {
    expect(outcomeOf(await write(input))).toBe(outcome);
    expect(await sql(`select 1 from visit_note where patient_id = '${patientId}'`)).toEqual([]);
  });

  it("is of a visit of the patient: of a provider's with them, of a nurse's with anybody", async () => {
    const others = await visit(patients, (await register(patients)).id, { providerId: author.providerId });
    const missed = await visit(patients, patientId, {
      ...{ providerId: author.providerId, startsAt: new Date(), status: "NO_SHOW" },
    });
    expect(outcomeOf(await write({ appointmentId: others }))).toBe("NOT_FOUND appointmentId");
    expect(outcomeOf(await write({ appointmentId: missed }))).toBe("NOT_FOUND appointmentId");
    expect(outcomeOf(await write({ appointmentId }, colleague))).toBe("NOT_FOUND appointmentId");
    expect(outcomeOf(await write({ appointmentId: others }, nurse))).toBe("NOT_FOUND appointmentId");
    const { visitNote } = await write({ appointmentId }, nurse);
    expect(visitNote).toMatchObject({ appointment: { id: appointmentId }, authorId: nurse.userId, provider: null });
  });
});

describe("a signed note", () => {
  it("is seen by whoever treats the patient, and by the patient, told of without what it says, and audited", async () => {
    const id = await signed({ appointmentId });
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], userId: randomUUID(), patientId };
    const stranger = doctor();
    const inEmergency = { ...stranger, breakGlass: [patientId] };
    for (const viewer of [admin, nurse, author, colleague, inEmergency, self])
      expect(await listed(viewer)).toEqual([id]);
    expect(await listed(staff)).toBeNull();
    expect(await listed(stranger)).toBeNull();
    expect(outcomeOf(await write({}, inEmergency))).toBe("NOT_FOUND patientId");
    expect(outcomeOf(await add(id, "Mine", inEmergency))).toBe("NOT_FOUND id");
    for (const viewer of [admin, staff, self]) await expect(write({}, viewer)).rejects.toThrow("FORBIDDEN");
    expect(await sql(`select type, payload from outbox_event where aggregate_id = '${id}'`)).toEqual([
      {
        type: "patient.visit_note.changed",
        payload: { visitNoteId: id, patientId, appointmentId, status: "SIGNED", addenda: 0 },
      },
    ]);
    for (const [action, times] of [
      ["visitNote.change", 2],
      ["visitNote.list", 6],
    ])
      expect(
        await sql(`select 1 from audit_entry where '${action}' = any(actions) and '${id}' = any(entity_ids)
                   and '${patientId}' = any(subject_ids) and outcome = 'ALLOWED'`),
      ).toHaveLength(Number(times));
    expect(JSON.stringify(await sql(`select * from visit_note where id = '${id}'`))).not.toContain("ciprofloxacin");
  });

  it("is added to by whoever treats the patient, and never changed", async () => {
    const id = await signed();
    expect(outcomeOf(await edit(id, 2, "Slept well."))).toBe("ILLEGAL_TRANSITION id");
    expect(outcomeOf(await edit(id, 2, "Slept well.", colleague))).toBe("ILLEGAL_TRANSITION id");
    expect(outcomeOf(await sign(id, 2))).toBe("ILLEGAL_TRANSITION id");
    await add(id, "Fever since Monday.");
    await add(id, "X-ray: normal.", colleague);
    const { visitNote } = await add(id, "No fever today.", nurse);
    expect(visitNote).toMatchObject({
      ...{ status: "SIGNED", text: says, version: 5 },
      addenda: [
        { text: "Fever since Monday.", authorId: author.userId, provider: { id: author.providerId } },
        { text: "X-ray: normal.", authorId: colleague.userId, provider: { id: colleague.providerId } },
        { text: "No fever today.", authorId: nurse.userId, provider: null },
      ],
    });
    expect((await eventsOf(id)).map(({ addenda }) => addenda)).toEqual([0, 1, 2, 3]);
    const stored = JSON.stringify(await sql(`select * from visit_note_addendum where note_id = '${id}'`));
    expect(stored).not.toMatch(/Fever|X-ray/);
  });

  it("is marked as entered in error by its author alone, with a reason, and is kept", async () => {
    const id = await signed();
    await add(id, "Fever since Monday.");
    expect(outcomeOf(await retract(id, colleague))).toBe("NOT_FOUND id");
    expect(outcomeOf(await retract(id, author, { expectedVersion: 1 }))).toBe("VERSION_CONFLICT expectedVersion");
    expect(outcomeOf(await retract(id, author, { reason: " " }))).toBe("VALIDATION_FAILED reason");
    expect((await retract(id)).visitNote).toMatchObject({
      ...{ status: "ENTERED_IN_ERROR", errorReason: "Of another patient", text: says },
      addenda: [{ text: "Fever since Monday." }],
    });
    expect(await listed(colleague)).toEqual([]);
    expect(await listed(colleague, "(filter: { enteredInError: true })")).toEqual([id]);
    expect(outcomeOf(await add(id, "More"))).toBe("ILLEGAL_TRANSITION id");
    expect(outcomeOf(await retract(id))).toBe("ILLEGAL_TRANSITION id");
    expect((await eventsOf(id)).map(({ status }) => status)).toEqual(["SIGNED", "SIGNED", "ENTERED_IN_ERROR"]);
    const stored = JSON.stringify(await sql(`select * from visit_note where id = '${id}'`));
    expect(stored).not.toContain("Of another patient");
  });

  it("has fifty addenda at most, whoever adds them at once", async () => {
    const id = await signed();
    await patients.database.asOwner(`update visit_note set addendum_count = 46 where id = '${id}'`);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => add(id, "More", author, index % 2 === 0 ? patients : beside)),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([...Array(4).fill("VALIDATION_FAILED id"), ...Array(4).fill("done")]);
    expect(await sql(`select number from visit_note_addendum where note_id = '${id}' order by number`)).toEqual(
      [47, 48, 49, 50].map((number) => ({ number })),
    );
  });
});

describe("at the same moment", () => {
  it("a draft is signed once", async () => {
    const { id } = (await write()).visitNote;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => sign(id, 1, author, index % 2 === 0 ? patients : beside)),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([...Array(11).fill("VERSION_CONFLICT expectedVersion"), "done"]);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it("a draft is written anew or signed: what was signed is what its author decided on", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = (await write()).visitNote;
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => {
          const process = index % 2 === 0 ? patients : beside;
          return (index + round) % 4 < 2
            ? sign(id, 1, author, process)
            : edit(id, 1, `Written ${index}`, author, process);
        }),
      );
      expect(answers.map(outcomeOf).filter((outcome) => outcome === "done")).toHaveLength(1);
      const winner = answers.find(({ userErrors }) => userErrors.length === 0).visitNote;
      if (winner.status === "SIGNED") expect(winner.text).toBe(says);
      else expect(winner.text).toMatch(/^Written/);
    }
  });
});

describe("the database", () => {
  const change = (id: string, set: string) => sql(`update visit_note set ${set} where id = '${id}'`);

  it("refuses to change what was signed, to whoever asks, and lets it be deleted", async () => {
    const id = await signed();
    await add(id, "Fever since Monday.");
    const refusal = /what was signed is not changed/;
    for (const set of [
      "text = 'Slept well.'",
      "signed_at = now()",
      "author_id = gen_random_uuid()",
      "patient_id = (select id from patient where id <> patient_id limit 1)",
      "status = 'DRAFT', signed_at = null, draft = text, text = null",
    ])
      await expect(change(id, set)).rejects.toThrow(refusal);
    await expect(sql(`update visit_note_addendum set text = 'None' where note_id = '${id}'`)).rejects.toThrow(refusal);
    const asOwner = `update visit_note set text = 'Slept well.' where id = '${id}'`;
    await expect(patients.database.asOwner(asOwner)).rejects.toThrow(refusal);
    await expect(sql(`set local careconnect.resealing = 'on'; ${asOwner}`)).rejects.toThrow(refusal);
    expect((await add(id, "X-ray: normal.")).visitNote).toMatchObject({ text: says, addenda: [{}, {}] });
    await sql(`delete from visit_note where id = '${id}'`);
    expect(await sql(`select 1 from visit_note_addendum where note_id = '${id}'`)).toEqual([]);
  });

  it("seals what was signed anew with another key, and it says the same", async () => {
    const id = await signed();
    await add(id, "Fever since Monday.");
    const stored = () =>
      sql(`select n.text as note, a.text as addendum, n.version from visit_note n
           join visit_note_addendum a on a.note_id = n.id where n.id = '${id}'`);
    const [before] = await stored();
    const lines: string[] = [];
    await rotateKeys({
      ...{ subgraph: "patient", entities: patientSubgraph.entities, service: keyFileService, settling: 0 },
      ...{ ownerUrl: patients.database.ownerUrl, say: (line: string) => lines.push(line) },
    });
    const [after] = await stored();
    expect(lines.join("\n")).toMatch(/older keys? retired/);
    expect([after?.note, after?.addendum]).not.toContain(before?.note);
    expect(after?.addendum).not.toBe(before?.addendum);
    expect(after?.version).toBe(before?.version);
    const { data } = await patients.query(
      nurse,
      `{ patient(id: "${patientId}") { visitNotes { nodes { text addenda { text } } } } }`,
    );
    expect(data.patient.visitNotes.nodes).toEqual([{ text: says, addenda: [{ text: "Fever since Monday." }] }]);
  });

  it("holds no note that is neither draft nor signed, or both", async () => {
    const { id } = (await write()).visitNote;
    const constraint = /visit_note_is_draft_or_signed/;
    for (const set of ["draft = null", "status = 'SIGNED'", "text = draft", "signed_at = now()"])
      await expect(change(id, set)).rejects.toThrow(constraint);
    await expect(change(id, "status = 'ENTERED_IN_ERROR'")).rejects.toThrow(/visit_note_error_is_told/);
  });
});

describe("notes", () => {
  it("are listed the latest first, those of one visit when asked, page by page", async () => {
    const first = await signed({ appointmentId });
    const second = await signed({}, nurse);
    const third = await signed({ appointmentId }, nurse);
    expect(await listed(colleague)).toEqual([third, second, first]);
    expect(await listed(colleague, `(filter: { appointmentId: "${appointmentId}" })`)).toEqual([third, first]);
    expect(await listed(colleague, '(filter: { appointmentId: "none" })')).toEqual([]);
    const asked = `query ($after: String) { patient(id: "${patientId}") {
      visitNotes(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }`;
    const page = (await patients.query(nurse, asked, { after: null })).data.patient.visitNotes;
    expect(page).toMatchObject({ nodes: [{ id: third }, { id: second }], pageInfo: { hasNextPage: true } });
    const after = page.pageInfo.endCursor;
    const next = (await patients.query(nurse, asked, { after })).data.patient.visitNotes;
    expect(next).toMatchObject({ nodes: [{ id: first }], pageInfo: { hasNextPage: false } });
  });

  it("of a visit are found by it", async () => {
    const id = await signed({ appointmentId });
    await signed();
    await write({ appointmentId });
    const asked = `query ($r: [_Any!]!) {
      _entities(representations: $r) { ... on Appointment { visitNotes { totalCount nodes { id } } } } }`;
    const r = [{ __typename: "Appointment", id: appointmentId }];
    const { data } = await patients.query(colleague, asked, { r });
    expect(data._entities).toEqual([{ visitNotes: { totalCount: 1, nodes: [{ id }] } }]);
    expect((await patients.query(staff, asked, { r })).data._entities).toEqual([{ visitNotes: null }]);
  });

  it("are read for many, with what was added, in as many statements as for one", async () => {
    const counts: number[] = [];
    for (const notes of [1, 3]) {
      for (let made = 0; made < notes; made += 1) await add(await signed(), "Fever since Monday.");
      patients.statements.length = 0;
      const query = `{ patient(id: "${patientId}") { visitNotes { nodes { addenda { text } } } } }`;
      const { data } = await patients.query(nurse, query);
      expect(data.patient.visitNotes.nodes[0].addenda).toEqual([{ text: "Fever since Monday." }]);
      counts.push(patients.statements.filter((statement) => statement.startsWith("select")).length);
    }
    expect(counts).toEqual([3, 3]);
  });

  it("of records that were merged are one patient's, for whoever cares for either", async () => {
    const current = (await register(patients)).id;
    const before = await signed({ appointmentId });
    await merge(patients, { id: patientId, intoId: current });
    const after = await signed({ appointmentId });
    await add(before, "Fever since Monday.");
    for (const id of [patientId, current]) {
      expect(await listed(author, "", id)).toEqual([after, before]);
      expect(await listed(author, `(filter: { appointmentId: "${appointmentId}" })`, id)).toEqual([after, before]);
    }
    expect(await sql(`select patient_id from visit_note_addendum where note_id = '${before}'`)).toEqual([
      { patient_id: patientId },
    ]);
    await undo(patients, patientId);
    expect(await listed(author)).toEqual([before]);
    expect(await listed(nurse, "", current)).toEqual([after]);
  });

  it("are in an export with what was added, in the clear, and drafts without what they say", async () => {
    const id = await signed();
    await add(id, "Fever since Monday.");
    const draft = (await write({ text: "Perhaps asthma." })).visitNote.id;
    const em = boundEntityManager(patients.orm, organizationId);
    const asked = { patientIds: [patientId], isPatient: true };
    const table = async (name: string) =>
      (await readSubject(em, patientSubjectRules, asked, `${name}:00000000-0000-0000-0000-000000000000`))?.rows;
    const notes = await table("visit_note");
    const [wrong, withdrawn] = [await signed(), (await write({ text: "Perhaps." })).visitNote.id];
    await retract(wrong, author, { reason: "Of a twin" });
    await retract(withdrawn, author, { reason: "Perhaps a tumour" });
    const told = await table("visit_note");
    expect(told?.find((row) => row.id === wrong)).toMatchObject({ error_reason: "Of a twin" });
    expect(told?.find((row) => row.id === withdrawn)).toMatchObject({ text: null, error_reason: null });
    expect(JSON.stringify(told)).not.toContain("tumour");
    expect(notes).toHaveLength(2);
    expect(notes?.find((row) => row.id === id)).toMatchObject({ text: says, status: "SIGNED" });
    expect(notes?.find((row) => row.id === draft)).toMatchObject({ text: null, status: "DRAFT" });
    expect(JSON.stringify(notes)).not.toContain("asthma");
    expect(await table("visit_note_addendum")).toMatchObject([{ note_id: id, text: "Fever since Monday." }]);
  });
});
