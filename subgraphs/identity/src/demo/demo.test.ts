import { ConfigurationError } from "@careconnect/kit";
import { schemaDiff, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { identitySubgraph } from "../subgraph.ts";
import { webClientSecret } from "../testing/test.identity.ts";

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(identitySubgraph);
});
afterAll(() => subgraph.close());

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return subgraph.orm.em.getConnection().execute(statement);
}

describe("the database", () => {
  it("is what the entities declare", async () => {
    expect(await schemaDiff(identitySubgraph, subgraph.database.ownerUrl)).toBe("");
  });

  it("holds no e-mail address and no password in plain text", async () => {
    for (const table of ["user_account", "outbox_event", "audit_entry", "session", "sign_in_failure"]) {
      const rows = await sql(`select to_jsonb(t) as row from "${table}" t`);
      expect(JSON.stringify(rows)).not.toMatch(/@|\.test|"careconnect"/);
    }
    const [user] = await sql("select * from user_account");
    expect(user?.email).toMatch(/^v2\./);
    expect(user?.password_hash).toMatch(/^\$argon2id\$/);
  });

  it("knows an e-mail address once, in whichever organization", async () => {
    await expect(
      subgraph.database.asOwner(
        `insert into user_account select (jsonb_populate_record(u, jsonb_build_object('id', gen_random_uuid(),
         'organization_id', '0199a000-0000-7000-8000-000000000002'))).* from user_account u where roles = '{NURSE}'`,
      ),
    ).rejects.toThrow(/user_account_email_unique/);
  });
});

describe("demo accounts", () => {
  it("are listed for the sign-in page", async () => {
    const response = await fetch(`${subgraph.url}/oidc/demo-accounts`);
    const accounts = (await response.json()) as Record<string, unknown>[];
    expect(accounts.map(({ email, roles, organization }) => [email, roles, organization])).toEqual([
      ["admin@careconnect.test", ["ADMIN"], "CareConnect Clinic"],
      ["staff@careconnect.test", ["STAFF"], "CareConnect Clinic"],
      ["nurse@careconnect.test", ["NURSE"], "CareConnect Clinic"],
      ["doctor@careconnect.test", ["PROVIDER"], "CareConnect Clinic"],
      ["patient@careconnect.test", ["PATIENT"], "CareConnect Clinic"],
      ["admin@otherclinic.test", ["ADMIN"], "Other Clinic"],
    ]);
    expect(accounts.every(({ displayName }) => typeof displayName === "string")).toBe(true);
  });

  it("are each registered once with an event and an audit entry, whose actor is the user", async () => {
    const again = await Promise.all([1, 2].map(() => startTestSubgraph(identitySubgraph, { beside: subgraph })));
    await Promise.all(again.map((process) => process.close()));
    const users = await sql("select id, organization_id from user_account where demo order by id");
    expect(users).toHaveLength(6);
    const ofUsers = users.map(({ id, organization_id }) => ({ organization_id, actor: id, subject: id }));
    expect(
      await sql(
        "select organization_id, actor_id as actor, aggregate_id as subject from outbox_event where type = 'user.registered' order by actor",
      ),
    ).toEqual(ofUsers);
    expect(
      await sql(
        "select organization_id, actor_id as actor, entity_ids[1] as subject from audit_entry where 'user.register' = any(actions) order by actor",
      ),
    ).toEqual(ofUsers);
  });

  it("belong to organizations that are each registered once, with an event that tells name, zone and currency", async () => {
    const again = await Promise.all([1, 2].map(() => startTestSubgraph(identitySubgraph, { beside: subgraph })));
    await Promise.all(again.map((process) => process.close()));
    const told = await sql(
      "select aggregate_id = organization_id as own, aggregate_version as version, payload from outbox_event where type = 'organization.registered' order by aggregate_id",
    );
    expect(told).toEqual(
      [
        ["0199a000-0000-7000-8000-000000000001", "CareConnect Clinic", "America/New_York", "USD"],
        ["0199a000-0000-7000-8000-000000000002", "Other Clinic", "Europe/Berlin", "EUR"],
      ].map(([organizationId, name, timeZone, currency]) => ({
        own: true,
        version: 1,
        payload: { organizationId, name, timeZone, currency },
      })),
    );
    expect(await sql("select 1 from audit_entry where 'organization.register' = any(actions)")).toHaveLength(2);
  });

  it("are made at once by processes that start at once", async () => {
    await subgraph.database.asOwner("delete from session; delete from user_account; delete from organization");
    const processes = await Promise.all(
      Array.from({ length: 3 }, () => startTestSubgraph(identitySubgraph, { beside: subgraph })),
    );
    await Promise.all(processes.map((process) => process.close()));
    expect(
      await sql("select (select count(*)::int from user_account) as users, count(*)::int as clinics from organization"),
    ).toEqual([{ users: 6, clinics: 2 }]);
  });

  it("have ids that never change", async () => {
    const [doctor] = await sql("select id, provider_id from user_account where roles = '{PROVIDER}'");
    expect(doctor).toEqual({
      id: "d7f55811-d24b-5916-b6c0-92f018d1c0db",
      provider_id: "c40e1833-6d13-5bcd-a2e4-f0f448350b51",
    });
  });
});

describe("production", () => {
  const production = { mode: "production" } as const;
  afterEach(() => vi.unstubAllEnvs());

  it("does not start while there are demo accounts, and says what to do", async () => {
    const start = startTestSubgraph(identitySubgraph, { beside: subgraph, config: production });
    await expect(start).rejects.toThrow(ConfigurationError);
    await expect(start).rejects.toThrow(/^This database holds 6 demo accounts.*point DATABASE_URL_IDENTITY/);
  });

  it("does not start without the secret that identity and the router share", async () => {
    vi.stubEnv("OIDC_WEB_CLIENT_SECRET", undefined);
    vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");
    vi.stubEnv("MAIL_FROM", "clinic@example.org");
    const start = startTestSubgraph(identitySubgraph, { config: production });
    await expect(start).rejects.toThrow(/^OIDC_WEB_CLIENT_SECRET is missing/);
  });

  it("has no demo account, no client of the demo and no grant for a password", async () => {
    vi.stubEnv("OIDC_WEB_CLIENT_SECRET", webClientSecret);
    vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");
    vi.stubEnv("MAIL_FROM", "clinic@example.org");
    const clean = await startTestSubgraph(identitySubgraph, { config: production });
    try {
      expect((await fetch(`${clean.url}/oidc/demo-accounts`)).status).toBe(404);
      const token = async (form: Record<string, string>) =>
        (await fetch(`${clean.url}/oidc/token`, { method: "POST", body: new URLSearchParams(form) })).json();
      const password = { grant_type: "password", username: "admin@careconnect.test", password: "careconnect" };
      expect(await token(password)).toMatchObject({ error: "invalid_request" });
      expect(await token({ ...password, client_id: "careconnect-cli" })).toMatchObject({ error: "invalid_client" });
      expect(await clean.orm.em.getConnection().execute("select 1 from user_account")).toEqual([]);
    } finally {
      await clean.close();
    }
  });
});
