import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../supervisor/free.port.ts";
import { type ClusterOptions, type RunningPostgres, startPostgres, superuserUrl } from "./postgres.cluster.ts";
import { inspectCluster } from "./postgres.folder.ts";
import { readSecrets } from "./postgres.secrets.ts";

let root: string;
let folder: string;
const running: RunningPostgres[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "careconnect-cluster-"));
  chmodSync(root, 0o755);
  folder = join(root, "postgres");
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  rmSync(root, { recursive: true, force: true });
});

async function optionsFor(password = "first"): Promise<ClusterOptions> {
  return { folder, password, port: await freePort(), logFile: join(root, "postgres.log") };
}

async function start(options: ClusterOptions): Promise<RunningPostgres> {
  const server = await startPostgres(options);
  running.push(server);
  return server;
}

async function query(options: ClusterOptions, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: superuserUrl(options) });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

const postmasterPid = () => Number(readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0]);

describe("the embedded PostgreSQL", () => {
  it("listens on this machine alone, with scram passwords and one sorting everywhere", async () => {
    const options = await optionsFor();
    await start(options);
    const settings = await query(
      options,
      "select current_setting('listen_addresses') as address, current_setting('unix_socket_directories') as sockets, current_setting('password_encryption') as passwords, datlocale as locale from pg_database where datname = 'postgres'",
    );
    expect(settings).toEqual({ address: "127.0.0.1", sockets: "", passwords: "scram-sha-256", locale: "C.UTF-8" });
  });

  it("loses nothing that was committed when it is killed", async () => {
    const options = await optionsFor();
    const server = await start(options);
    await query(options, "create table kept as select 42 as answer");
    process.kill(postmasterPid(), "SIGKILL");
    await server.ended;
    await start(options);
    expect(await query(options, "select answer from kept")).toEqual({ answer: 42 });
  });

  it("takes over from a server that still runs on its folder", async () => {
    const options = await optionsFor();
    const left = await start(options);
    const again = { ...options, port: await freePort() };
    await start(again);
    await left.ended;
    expect(await query(again, "select 1 as up")).toEqual({ up: 1 });
  });

  it("is not kept from starting by the number of a process that is no server", async () => {
    const options = await optionsFor();
    await (await start(options)).stop();
    writeFileSync(join(folder, "postmaster.pid"), `${process.pid}\n`);
    await start(options);
    expect(await query(options, "select 1 as up")).toEqual({ up: 1 });
  });

  it("makes its folder again after an interrupted first start", async () => {
    mkdirSync(join(root, "postgres.unfinished"));
    writeFileSync(join(root, "postgres.unfinished", "PG_VERSION"), "18\n");
    const options = await optionsFor();
    await start(options);
    expect(await query(options, "select 1 as up")).toEqual({ up: 1 });
  });

  it("says that the passwords belong to another database", async () => {
    const options = await optionsFor();
    await (await start(options)).stop();
    await expect(startPostgres({ ...options, password: "second" })).rejects.toThrow(
      /^The database does not accept its own password: keys\/postgres\.json does not belong to this database folder/,
    );
  });

  it("says why PostgreSQL itself refuses a damaged folder", async () => {
    const options = await optionsFor();
    await (await start(options)).stop();
    writeFileSync(join(folder, "global", "pg_control"), "broken");
    await expect(startPostgres(options)).rejects.toThrow(
      /^PostgreSQL could not start: .*pg_control.* \(its log is .*\)\.$/,
    );
  });
});

describe("a database folder", () => {
  it.each([
    ["holds garbage in PG_VERSION", "?\0", /is damaged \(PG_VERSION is unreadable\)/],
    ["was made by another PostgreSQL", "14\n", /was made by PostgreSQL 14 and this is PostgreSQL 18/],
    ["has lost its files", "18\n", /is damaged \(global\/pg_control is missing\)/],
  ])("is refused when it %s", (_case, version, sentence) => {
    mkdirSync(folder);
    writeFileSync(join(folder, "PG_VERSION"), version);
    expect(() => inspectCluster(folder)).toThrow(sentence);
  });

  it("is refused when it is a file", () => {
    writeFileSync(folder, "");
    expect(() => inspectCluster(folder)).toThrow(/is damaged \(it is a file\)/);
  });

  it("is absent before the first start, also when it is there and empty", () => {
    expect(inspectCluster(folder)).toBe("absent");
    mkdirSync(folder);
    expect(inspectCluster(folder)).toBe("absent");
  });
});

describe("the passwords of the database", () => {
  const file = () => join(root, "postgres.json");

  it("are made once, and for a new database later", () => {
    const first = readSecrets(file(), ["one"], false);
    const second = readSecrets(file(), ["one", "two"], true);
    expect(second).toMatchObject({ superuser: first.superuser, roles: first.roles });
    expect(Object.keys(second.roles)).toEqual(["one_owner", "one_app", "two_owner", "two_app"]);
    expect(new Set(Object.values(second.roles)).size).toBe(4);
  });

  it("are missed when their database is there", () => {
    expect(() => readSecrets(file(), ["one"], true)).toThrow(/postgres\.json is missing, and with it the passwords/);
  });

  it("are refused when the file is damaged", () => {
    writeFileSync(file(), "{");
    expect(() => readSecrets(file(), ["one"], true)).toThrow(/postgres\.json is damaged/);
  });
});
