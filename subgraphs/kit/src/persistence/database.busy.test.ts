import { setTimeout as delay } from "node:timers/promises";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { GraphQLError } from "graphql";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatErrors } from "../graphql/fault.masking.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { isAway, isBusy, isLost, LostError } from "./database.busy.ts";
import { openOrm } from "./orm.ts";

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({ name: "busy", entities: [], migrations: [], resolvers: [], references: {} });
  const driverOptions = { connectionTimeoutMillis: 200, statement_timeout: 5_000 };
  orm = await openOrm({ url: database.url, entities: [], extra: { pool: { max: 2 }, driverOptions } });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const lock = "select pg_advisory_xact_lock(?)";
const transactional = <Result>(work: (em: EntityManager) => Promise<Result>) => orm.em.fork().transactional(work);
/** What `work` fails with. */
const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

/** Keeps a transaction open while `work` runs. */
async function beside(open: (em: EntityManager) => Promise<unknown>, work: () => Promise<unknown>): Promise<unknown> {
  const [opened, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const running = transactional(async (em) => {
    await open(em);
    opened.resolve();
    await done.promise;
  });
  await opened.promise;
  try {
    return await failureOf(work());
  } finally {
    done.resolve();
    await running;
  }
}

const failures: Readonly<Record<string, () => Promise<unknown>>> = {
  "what was found is so no more": async () => new LostError("Somebody else came first."),
  "no connection is left": () =>
    beside(
      (em) => em.execute("select 1"),
      () =>
        beside(
          (em) => em.execute("select 1"),
          () => transactional((em) => em.execute("select 1")),
        ).then((error) => Promise.reject(error)),
    ),
  "a lock is waited for too long": () =>
    beside(
      (em) => em.execute(lock, [1]),
      () =>
        transactional(async (em) => {
          await em.execute("set local lock_timeout = '50ms'");
          await em.execute(lock, [1]);
        }),
    ),
  "a statement takes too long": () =>
    failureOf(
      transactional(async (em) => {
        await em.execute("set local statement_timeout = '50ms'");
        await em.execute("select pg_sleep(2)");
      }),
    ),
  "two wait for each other": async () => {
    const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const cross = (mine: number, theirs: number) =>
      failureOf(
        transactional(async (em) => {
          await em.execute(lock, [mine]);
          met[mine]?.resolve();
          await met[theirs]?.promise;
          await em.execute(lock, [theirs]);
        }),
      );
    const errors = await Promise.all([cross(0, 1), cross(1, 0)]);
    return errors.find((error) => error !== undefined);
  },
};

const absences: Readonly<Record<string, () => Promise<unknown>>> = {
  "it ends what is under way": () =>
    failureOf(
      transactional(async (em) => {
        const [session] = await em.execute<{ pid: number }[]>("select pg_backend_pid() as pid");
        const sleeping = em.execute("select pg_sleep(5)");
        sleeping.catch(() => undefined);
        await endSession(session?.pid);
        await sleeping;
      }),
    ),
  "it has ended what begins anew": () =>
    failureOf(
      transactional(async (em) => {
        const [session] = await em.execute<{ pid: number }[]>("select pg_backend_pid() as pid");
        await endSession(session?.pid);
        await delay(100);
        await em.execute("select 1");
      }),
    ),
  "nobody listens": async () => {
    const away = new URL(database.url);
    away.port = "1";
    const nowhere = await openOrm({ url: away.href, entities: [] });
    return failureOf(nowhere.em.fork().execute("select 1")).finally(() => nowhere.close(true));
  },
};

async function endSession(pid: number | undefined): Promise<void> {
  // Each may end sessions of their own role.
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("select pg_terminate_backend($1)", [pid]);
  await client.end();
}

describe("a database that is away", () => {
  it.each(Object.keys(absences))("is said to be so, and how to try again, when %s", async (name) => {
    const error = await absences[name]?.();
    expect(error).toBeInstanceOf(Error);
    expect(isAway(error)).toBe(true);
    const failed = new GraphQLError("It failed.", { originalError: error as Error, path: ["bookAppointment"] });
    expect(formatErrors([failed])).toEqual([
      {
        message: expect.stringContaining("the same idempotency key"),
        path: ["bookAppointment"],
        extensions: { code: "SUBGRAPH_UNAVAILABLE" },
      },
    ]);
  });

  it("has what was lost given back: connections for those who come later are never used up", async () => {
    for (let lost = 0; lost < 5; lost += 1) await absences["it ends what is under way"]?.();
    const answers = await Promise.all(
      [1, 2].map((one) => transactional((em) => em.execute("select ?::int as one", [one]))),
    );
    expect(answers).toEqual([[{ one: 1 }], [{ one: 2 }]]);
  });

  it("is told apart from one that refuses", async () => {
    const error = await failureOf(transactional((em) => em.execute("select 1 from nowhere")));
    expect(isAway(error)).toBe(false);
  });
});

describe("a database of which too much is asked", () => {
  it.each(Object.keys(failures))("says so, and how to try again, when %s", async (name) => {
    const error = await failures[name]?.();
    expect(error).toBeInstanceOf(Error);
    expect(isBusy(error)).toBe(true);
    // Only who lost against somebody may win at once; the others would ask for more of what is too much.
    expect(isLost(error)).toBe(["two wait for each other", "what was found is so no more"].includes(name));
    const failed = new GraphQLError("It failed.", { originalError: error as Error, path: ["bookAppointment"] });
    const extensions = { code: "SUBGRAPH_UNAVAILABLE" };
    const message = expect.stringContaining("the same idempotency key");
    expect(formatErrors([failed])).toEqual([{ message, path: ["bookAppointment"], extensions }]);
  });

  it("is told apart from one that is away", async () => {
    const error = await absences["it ends what is under way"]?.();
    expect(isBusy(error)).toBe(false);
  });

  it("is told apart from one that is wrong", async () => {
    const error = await failureOf(transactional((em) => em.execute("select 1 from nowhere")));
    expect(error).toBeInstanceOf(Error);
    expect(isBusy(error)).toBe(false);
  });
});
