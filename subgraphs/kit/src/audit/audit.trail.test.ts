import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCommandContext } from "../outbox/command.context.ts";
import { runCommand } from "../outbox/unit.of.work.ts";
import { openOrm } from "../persistence/orm.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { Role, type Viewer } from "../viewer/viewer.ts";
import { auditSecurity } from "./audit.security.ts";

const statements: string[] = [];
let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({ name: "audit", entities: [], migrations: [], resolvers: [], references: {} });
  orm = await openOrm({ url: database.url, entities: [], onStatement: (sql) => statements.push(sql) });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});
beforeEach(async () => {
  await database.asOwner("truncate audit_entry");
  statements.length = 0;
});

const doctor: Viewer = {
  userId: "0199b000-0000-7000-8000-000000000001",
  organizationId: "0199a000-0000-7000-8000-000000000001",
  roles: [Role.PROVIDER],
  scopes: new Set(["graphql"]),
  patientId: undefined,
  providerId: undefined,
  breakGlass: [],
};
const origin = { correlationId: "the-request", clientAddress: "203.0.113.9" };
const contextOf = (viewer: Viewer) => createCommandContext(orm, viewer, origin);
const entries = (columns: string): Promise<Record<string, unknown>[]> =>
  orm.em.getConnection().execute(`select ${columns} from audit_entry order by id`);

const [ada, bob] = [uuidv7(), uuidv7()];

describe("what one request reads", () => {
  it("is one entry, with who asked, from where, and every patient concerned", async () => {
    const { audit } = contextOf(doctor);
    const [visit, invoice, step] = [uuidv7(), uuidv7(), uuidv7()];
    audit.read({ action: "patient.list", entityType: "Patient", records: [{ id: ada }] });
    audit.read({ action: "appointment.read", entityType: "Appointment", records: [{ id: visit, patientId: bob }] });
    audit.read({ action: "appointment.read", entityType: "StatusChange", records: [{ id: step }] });
    audit.read({ action: "invoice.read", entityType: "Invoice", records: [{ id: invoice, patientId: ada }] });
    audit.counted({ action: "invoice.list", entityType: "Invoice" });
    audit.read({ action: "condition.read", entityType: "Condition", records: [] });
    await audit.flush();
    await audit.flush();
    expect(await entries("*")).toEqual([
      {
        id: expect.any(String),
        occurred_at: expect.anything(),
        organization_id: doctor.organizationId,
        actor_id: doctor.userId,
        client_id: null,
        actor_roles: ["PROVIDER"],
        actions: ["patient.list", "appointment.read", "invoice.read", "invoice.list"],
        outcome: "ALLOWED",
        purpose: "TREATMENT",
        entity_types: ["Patient", "Appointment", "StatusChange", "Invoice"],
        entity_ids: [ada, visit, step, invoice],
        subject_ids: [ada, bob],
        target: null,
        correlation_id: "the-request",
        client_address: "203.0.113.9",
      },
    ]);
  });

  it("names the partner's application that reads for the person, is denied, or was refused", async () => {
    const viewer = { ...doctor, clientId: uuidv7() };
    const { audit } = contextOf(viewer);
    audit.read({ action: "patient.read", entityType: "Patient", records: [{ id: ada }] });
    audit.denied("user.manage");
    await audit.flush();
    await auditSecurity(orm.em.fork(), origin, { action: "session.start", outcome: "REFUSED", viewer });
    const acted = { actor_id: doctor.userId, client_id: viewer.clientId };
    expect(await entries("actor_id, client_id")).toEqual([acted, acted, acted]);
  });

  it("continues after a thousand records in further entries, in the same insert", async () => {
    const { audit } = contextOf(doctor);
    const records = Array.from({ length: 2_001 }, () => ({ id: uuidv7() }));
    audit.read({ action: "patient.list", entityType: "Patient", records });
    await audit.flush();
    expect(await entries("cardinality(subject_ids) as subjects, actions")).toEqual(
      [1_000, 1_000, 1].map((subjects) => ({ subjects, actions: ["patient.list"] })),
    );
    expect(statements.filter((sql) => sql.startsWith("insert"))).toHaveLength(1);
  });

  it("under break-glass stands apart, as long as it lasts", async () => {
    const records = [{ id: ada }, { id: bob }];
    for (const until of [new Date(Date.now() + 60_000), new Date(Date.now() - 1)]) {
      const { audit } = contextOf({ ...doctor, breakGlass: [{ patientId: bob, until }] });
      audit.read({ action: "patient.read", entityType: "Patient", records });
      await audit.flush();
    }
    expect(await entries("purpose, subject_ids")).toEqual([
      { purpose: "TREATMENT", subject_ids: [ada] },
      { purpose: "BREAK_GLASS", subject_ids: [bob] },
      { purpose: "TREATMENT", subject_ids: [ada, bob] },
    ]);
  });

  it("under break-glass was read so, although that ends before it is written", async () => {
    const until = new Date(Date.now() + 100);
    const { audit } = contextOf({ ...doctor, breakGlass: [{ patientId: ada, until }] });
    audit.read({ action: "patient.read", entityType: "Patient", records: [{ id: ada }] });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await audit.flush();
    expect(await entries("purpose, subject_ids")).toEqual([{ purpose: "BREAK_GLASS", subject_ids: [ada] }]);
  });

  it("is found by the patient, through an index", async () => {
    const { audit } = contextOf(doctor);
    audit.read({ action: "patient.read", entityType: "Patient", records: [{ id: ada }] });
    await audit.flush();
    const plan = await orm.em.fork().transactional(async (em) => {
      await em.execute("set local enable_seqscan = off");
      return em.execute(`explain select * from audit_entry where subject_ids @> array['${ada}']::uuid[]`);
    });
    expect(JSON.stringify(plan)).toContain("audit_entry_subject_ids_index");
  });

  it("is not forgotten when it cannot be written: asking again fails again", async () => {
    const { audit } = contextOf(doctor);
    audit.read({ action: "patient.read", entityType: "Patient", records: [{ id: ada }] });
    await database.asOwner("revoke insert on audit_entry from test_audit_app");
    await expect(audit.flush()).rejects.toThrow(/permission denied/);
    await expect(audit.flush()).rejects.toThrow(/permission denied/);
    await database.asOwner("grant insert on audit_entry to test_audit_app");
    await audit.flush();
    expect(await entries("subject_ids")).toEqual([{ subject_ids: [ada] }]);
  });
});

describe("what is refused", () => {
  it("is one entry for each action that was denied", async () => {
    const { audit } = contextOf(doctor);
    for (const action of ["invoice.read", "invoice.read", "payer.read"]) audit.denied(action);
    await audit.flush();
    expect(await entries("actions, outcome")).toEqual([
      { actions: ["invoice.read"], outcome: "DENIED" },
      { actions: ["payer.read"], outcome: "DENIED" },
    ]);
  });

  it("before anybody is known is an entry without a user, and with the hash of what was tried", async () => {
    await auditSecurity(orm.em.fork(), origin, { action: "session.start", outcome: "DENIED", target: "keyed-hash" });
    await auditSecurity(orm.em.fork(), origin, { action: "session.end", outcome: "ALLOWED", viewer: doctor });
    expect(await entries("actions, outcome, actor_id, organization_id, target, client_address")).toEqual([
      {
        actions: ["session.start"],
        outcome: "DENIED",
        actor_id: null,
        organization_id: null,
        target: "keyed-hash",
        client_address: "203.0.113.9",
      },
      {
        actions: ["session.end"],
        outcome: "ALLOWED",
        actor_id: doctor.userId,
        organization_id: doctor.organizationId,
        target: null,
        client_address: "203.0.113.9",
      },
    ]);
  });
});

it("a command's entry names the patient of whom its events tell", async () => {
  const id = uuidv7();
  await runCommand(contextOf(doctor), { action: "visit.book", entityType: "Visit" }, async (unit) => {
    unit.touch(id);
    unit.emit(() => ({
      type: "visit.booked",
      typeVersion: 1,
      aggregateType: "Visit",
      aggregate: { id, version: 1 },
      payload: { patientId: ada },
    }));
  });
  expect(await entries("actions, entity_ids, subject_ids")).toEqual([
    { actions: ["visit.book"], entity_ids: [id], subject_ids: [ada] },
  ]);
});
