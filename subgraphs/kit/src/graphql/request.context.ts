import type { EntityManager } from "@mikro-orm/postgresql";
import type { FastifyBaseLogger } from "fastify";
import type { AuditTrail } from "../audit/audit.trail.ts";
import type { Viewer } from "../viewer/viewer.ts";

/** What a resolver and a service know of the request that they serve. */
export interface RequestContext {
  readonly viewer: Viewer;
  /** Bound to the viewer's organization: every query through it is narrowed to it. */
  readonly em: EntityManager;
  readonly audit: AuditTrail;
  readonly log: FastifyBaseLogger;
  readonly correlationId: string;
}
