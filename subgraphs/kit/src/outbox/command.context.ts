import type { IncomingHttpHeaders } from "node:http";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import type { FastifyRequest } from "fastify";
import { type AuditTrail, createAuditTrail } from "../audit/audit.trail.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import { boundOrganization } from "../persistence/row.ts";
import { systemViewer } from "../viewer/system.viewer.ts";
import type { VerifiedToken } from "../viewer/token.verifier.ts";
import type { Viewer } from "../viewer/viewer.ts";

/** The token that a request came with, as it goes on to another subgraph that is asked as the same viewer. */
export interface GivenToken {
  readonly authorization: string;
  readonly expiresAt: Date;
}

/** What a command knows of whoever runs it: a viewer's request, or the system on behalf of an actor. */
export interface CommandContext {
  readonly viewer: Viewer;
  /** Bound to the viewer's organization: every query through it is narrowed to it. */
  readonly em: EntityManager;
  readonly audit: AuditTrail;
  readonly correlationId: string;
  /** Undefined where no request with one asked for it. */
  readonly token?: GivenToken;
  /** As whom they came, by their own token or by the one that a link was given for; undefined for the system. */
  readonly issued?: VerifiedToken;
}

/** Where a command came from, as the audit log keeps it. */
export interface Origin {
  readonly correlationId: string;
  /** Undefined when no network request asked for it. */
  readonly clientAddress: string | undefined;
}

/** A context in which `viewer` acts; the caller vouches for who that is. */
export function createCommandContext(orm: MikroORM, viewer: Viewer, origin: Origin): CommandContext {
  const em = boundEntityManager(orm, viewer.organizationId);
  const audit = createAuditTrail(em, { viewer, ...origin });
  return { viewer, em, audit, correlationId: origin.correlationId };
}

/** A context in which the system acts by itself, in the organization that `em` is bound to. */
export function systemContext(em: EntityManager, correlationId: string): CommandContext {
  const viewer = systemViewer(boundOrganization(em));
  const audit = createAuditTrail(em, { viewer, correlationId, clientAddress: undefined });
  return { viewer, em, audit, correlationId };
}

/** The correlation id of `request` and the network address that the router saw. */
export function originOf(request: FastifyRequest): Origin {
  return { correlationId: request.id, clientAddress: clientAddressOf(request.headers, request.ip) };
}

/** The network address that the router saw; `peer` when nobody stands between. */
export function clientAddressOf(headers: IncomingHttpHeaders, peer: string | undefined): string | undefined {
  const forwarded = headers["x-forwarded-for"];
  return (typeof forwarded === "string" ? forwarded.split(",")[0]?.trim() : undefined) ?? peer;
}
