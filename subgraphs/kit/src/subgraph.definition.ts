import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Registry } from "prom-client";
import type { SubgraphConfig } from "./config/config.ts";
import type { ErrorDefinition } from "./errors/error.definition.ts";
import type { EventDefinition } from "./events/event.definition.ts";
import type { RequestContext } from "./graphql/request.context.ts";
import type { SchemaDefinition } from "./graphql/subgraph.schema.ts";
import type { ImportDefinition } from "./import/import.definition.ts";
import type { ConsumerDefinition } from "./inbox/consumer.definition.ts";
import type { EventLog } from "./outbox/event.log.ts";
import type { MigrationClass } from "./persistence/migrate.ts";
import type { Entity } from "./persistence/orm.ts";
import type { SubjectRule } from "./subject/subject.rules.ts";
import type { RecurringTask } from "./tasks/recurring.task.ts";
import type { ServiceLog } from "./telemetry/service.log.ts";
import type { VerifiedToken } from "./viewer/token.verifier.ts";

/** Everything that makes one subgraph different from another. */
export interface SubgraphDefinition extends SchemaDefinition {
  /** Its name in supergraph.yaml; `DATABASE_URL_<NAME>` is its database. */
  readonly name: string;
  /** Rows that an organization owns. */
  readonly entities: readonly Entity[];
  /** Rows that no organization owns. */
  readonly unowned?: readonly Entity[];
  /** What of each table's rows is a patient's, given out on request and erased; docs/privacy.md is made of it. */
  readonly subjectRules?: readonly SubjectRule[];
  readonly migrations: readonly MigrationClass[];
  /** Whether it has rows of patients: then it knows, in `patient_alias`, whose records were merged. */
  readonly keepsPatients?: true;
  /** Tables whose rows the serving role may insert but never change. */
  readonly appendOnly?: readonly string[];
  readonly imports?: readonly ImportDefinition[];
  /** The events that it tells others about, for docs/events.md. */
  readonly events?: readonly EventDefinition[];
  /** The codes that its commands alone answer with, for schema/ERRORS.md. */
  readonly errors?: readonly ErrorDefinition[];
  /** What it does about events; their subscriptions are made by `migrate`. */
  readonly consumers?: readonly ConsumerDefinition[];
  /** What it does by itself at set intervals, wherever it is served. */
  readonly tasks?: readonly RecurringTask[];
  /**
   * Runs at every start before anything is served: makes what must be there, or throws a ConfigurationError when the
   * database is not one to serve from. Several processes may run it at once.
   */
  readonly prepare?: (services: SubgraphServices) => Promise<void>;
  /** Further HTTP routes on the subgraph's own port. */
  readonly routes?: (app: FastifyInstance, services: SubgraphServices) => Promise<void>;
}

/** What a running subgraph has at hand beside a request. */
export interface SubgraphServices {
  readonly config: SubgraphConfig;
  readonly orm: MikroORM;
  readonly log: ServiceLog;
  /** Where what is counted and measured is found by `/metrics`. */
  readonly registry: Registry;
  /** The subgraph's own events, by position. */
  readonly eventLog: EventLog;
  /**
   * The context of a request that came with a link in place of a token, as whoever was given it, as of now; null when their
   * token was revoked since.
   */
  readonly contextOfLink: (
    request: FastifyRequest,
    link: { readonly issued: VerifiedToken },
  ) => Promise<RequestContext | null>;
}
