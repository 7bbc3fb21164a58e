import { DatabaseSync } from "node:sqlite";

/** An object of the API, as it is answered. */
export interface ApiObject {
  readonly id: string;
  readonly object: string;
  /** In seconds. */
  readonly created: number;
  readonly payment_intent?: string | null;
  readonly [field: string]: unknown;
}

/** What is to be done at some time: an event is told, or something that was under way ends. */
export interface Job {
  readonly id: number;
  readonly kind: "tell" | "settle" | "settleRefund" | "failRefund";
  readonly subject: string;
  readonly attempts: number;
}

export interface ListOptions {
  readonly paymentIntent?: string | undefined;
  readonly type?: string | undefined;
  readonly createdFrom?: number | undefined;
  readonly createdUntil?: number | undefined;
  readonly startingAfter?: string | undefined;
  readonly limit: number;
}

export type SimulatorStorage = ReturnType<typeof openStorage>;

/**
 * What the simulator knows, in one file: every change is in it before it is answered, so that a process that is killed takes
 * up where it was.
 * @param file its path, or `:memory:`
 */
export function openStorage(file: string) {
  const database = new DatabaseSync(file);
  database.exec(`
    pragma journal_mode = wal;
    pragma busy_timeout = 5000;
    create table if not exists object (
      id text primary key, kind text not null, created integer not null, payment_intent text, type text, body text not null);
    create index if not exists object_of_kind on object (kind, created);
    create index if not exists object_of_intent on object (payment_intent) where payment_intent is not null;
    create table if not exists reply (key text primary key, request text not null, status integer not null, body text not null);
    create table if not exists job (
      id integer primary key, kind text not null, subject text not null, due_at integer not null, attempts integer not null default 0);
    create index if not exists job_due on job (due_at);
  `);
  const statement = {
    find: database.prepare("select body from object where id = ?"),
    save: database.prepare(
      `insert into object (id, kind, created, payment_intent, type, body) values (?, ?, ?, ?, ?, ?)
       on conflict (id) do update set body = excluded.body`,
    ),
    list: database.prepare(
      `select body from object
       where kind = ? and (? is null or payment_intent = ?) and (? is null or type = ?)
         and (? is null or created >= ?) and (? is null or created <= ?)
         and (? is null or rowid < (select rowid from object where id = ?))
       order by rowid desc limit ?`,
    ),
    reply: database.prepare("select request, status, body from reply where key = ?"),
    keepReply: database.prepare("insert into reply (key, request, status, body) values (?, ?, ?, ?)"),
    forgetReplies: database.prepare("delete from reply"),
    jobsOf: database.prepare(
      "select count(*) as count from job join object on object.id = job.subject where job.kind = 'tell' and object.body like ?",
    ),
    addJob: database.prepare("insert into job (kind, subject, due_at) values (?, ?, ?)"),
    dueJobs: database.prepare(
      "select id, kind, subject, attempts from job where due_at <= ? order by due_at, id limit 50",
    ),
    delayJob: database.prepare("update job set due_at = ?, attempts = attempts + 1 where id = ?"),
    endJob: database.prepare("delete from job where id = ?"),
  };

  return {
    /** Keeps all of what `work` changes, or nothing. */
    transaction<Result>(work: () => Result): Result {
      database.exec("begin immediate");
      try {
        const result = work();
        database.exec("commit");
        return result;
      } catch (error) {
        database.exec("rollback");
        throw error;
      }
    },
    find(id: string): ApiObject | undefined {
      const row = statement.find.get(id);
      return row && (JSON.parse(String(row.body)) as ApiObject);
    },
    save(object: ApiObject): void {
      const { id, object: kind, created, payment_intent: intent, type } = object;
      statement.save.run(
        id,
        kind,
        created,
        intent ?? null,
        typeof type === "string" ? type : null,
        JSON.stringify(object),
      );
    },
    /** The newest first. */
    list(kind: string, options: ListOptions): { readonly data: ApiObject[]; readonly has_more: boolean } {
      const twice = (value: string | number | undefined) => [value ?? null, value ?? null] as const;
      const rows = statement.list.all(
        ...[kind, ...twice(options.paymentIntent), ...twice(options.type), ...twice(options.createdFrom)],
        ...[...twice(options.createdUntil), ...twice(options.startingAfter), options.limit + 1],
      );
      const data = rows.slice(0, options.limit).map(({ body }) => JSON.parse(String(body)) as ApiObject);
      return { data, has_more: rows.length > options.limit };
    },
    findReply(key: string): { readonly request: string; readonly status: number; readonly body: string } | undefined {
      const row = statement.reply.get(key);
      return row && { request: String(row.request), status: Number(row.status), body: String(row.body) };
    },
    keepReply(key: string, request: string, status: number, body: string): void {
      statement.keepReply.run(key, request, status, body);
    },
    forgetReplies(): void {
      statement.forgetReplies.run();
    },
    /** How many events are still to be told that say this, such as an id. */
    untold(said: string): number {
      return Number(statement.jobsOf.get(`%${said}%`)?.count);
    },
    addJob(kind: Job["kind"], subject: string, dueAt: number): void {
      statement.addJob.run(kind, subject, dueAt);
    },
    dueJobs(now: number): Job[] {
      return statement.dueJobs.all(now).map((row) => ({ ...row }) as unknown as Job);
    },
    delayJob(id: number, dueAt: number): void {
      statement.delayJob.run(dueAt, id);
    },
    endJob(id: number): void {
      statement.endJob.run(id);
    },
    close(): void {
      database.close();
    },
  };
}
