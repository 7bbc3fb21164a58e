import { randomBytes } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { type DatabaseRoles, provisionDatabases } from "./postgres.provision.ts";

const suffix = randomBytes(4).toString("hex");
const admin = new URL(process.env.TEST_DATABASE_ADMIN_URL ?? "");

function urlFor(database: string, user?: { role: string; password: string }): string {
  const url = new URL(admin);
  url.pathname = `/${database}`;
  if (user) {
    url.username = user.role;
    url.password = user.password;
  }
  return url.href;
}

function rolesOf(subgraph: string): DatabaseRoles {
  const role = (kind: string) => ({ role: `${subgraph}_${kind}`, password: randomBytes(16).toString("hex") });
  return { database: subgraph, owner: role("owner"), app: role("app") };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const one = rolesOf(`one_${suffix}`);
const two = rolesOf(`two_${suffix}`);
const permissionDenied = { code: "42501" };

describe("databases and roles", () => {
  beforeAll(async () => {
    await provisionDatabases((database = "postgres") => urlFor(database), [one, two]);
    await query(urlFor(one.database, one.owner), "create table thing (id int)");
  });

  it("lets each role into its own database", async () => {
    await expect(query(urlFor(one.database, one.owner), "select 1 as up")).resolves.toEqual([{ up: 1 }]);
    await expect(query(urlFor(one.database, one.app), "select 1 as up")).resolves.toEqual([{ up: 1 }]);
  });

  it.each([
    ["the application role of another subgraph", one.database, two.app],
    ["the owner of another subgraph", one.database, two.owner],
    ["a subgraph's role to the maintenance database", "postgres", one.app],
    ["a subgraph's owner to the template", "template1", one.owner],
  ])("refuses %s", async (_case, database, user) => {
    await expect(query(urlFor(database, user), "select 1")).rejects.toMatchObject(permissionDenied);
  });

  it("refuses a wrong password", async () => {
    const wrong = { ...one.app, password: "wrong" };
    await expect(query(urlFor(one.database, wrong), "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it.each([
    "create table other (id int)",
    "create temporary table other (id int)",
    "create schema other",
    "alter table thing add column extra int",
    "drop table thing",
    "select * from thing",
    "create role other",
  ])("does not let the application role run: %s", async (sql) => {
    await expect(query(urlFor(one.database, one.app), sql)).rejects.toMatchObject(permissionDenied);
  });

  it("has the extensions on the search path of both roles", async () => {
    const sql =
      "select similarity('anna', 'anne') > 0 as near, 'A'::citext = 'a'::citext as same, unaccent('é') as plain";
    const answer = [{ near: true, same: true, plain: "e" }];
    await expect(query(urlFor(one.database, one.app), sql)).resolves.toEqual(answer);
    await expect(query(urlFor(one.database, one.owner), sql)).resolves.toEqual(answer);
  });

  it("can be run again without losing anything", async () => {
    await provisionDatabases((database = "postgres") => urlFor(database), [one, two]);
    await expect(query(urlFor(one.database, one.owner), "select * from thing")).resolves.toEqual([]);
  });
});
