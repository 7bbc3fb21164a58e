import { type CommandUnit, defineCommand, knownUuid, notFound, requireVersion } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { ProviderRow } from "../provider/provider.entity.ts";
import { CredentialRow } from "./credential.entity.ts";
import { countsNoMore, credentialConflicts, expiresTooEarly, requireRoom } from "./credential.errors.ts";
import { credentialsChanged } from "./credential.events.ts";
import { keepCredentialChange } from "./credential.history.ts";
import { CredentialKind, CredentialStatus } from "./credential.kind.ts";
import { changeCredentials } from "./credential.policy.ts";
import { credentialDay, credentialIssuer, credentialNumber } from "./credential.schema.ts";
import { credentialsOf } from "./credential.service.ts";
import { licensedDays } from "./licensed.days.ts";

export const addProviderCredential = defineCommand({
  name: "addProviderCredential",
  rule: changeCredentials,
  entityType: "Provider",
  conflicts: credentialConflicts,
  schema: z.object({
    providerId: z.string().transform(knownUuid),
    kind: z.enum(CredentialKind),
    number: credentialNumber,
    issuer: credentialIssuer,
    issuedOn: credentialDay,
    expiresOn: credentialDay.nullish(),
  }),
  async run(unit, { providerId, ...credential }, { viewer }) {
    const provider = await lockProvider(unit, providerId);
    if (!provider) throw notFound("providerId");
    const known = await credentialsOf(unit.em, provider.id);
    requireRoom(known.length);
    requireOrder(credential, "expiresOn");
    const added = { ...credential, providerId: provider.id, status: CredentialStatus.RECORDED };
    const row = unit.em.create(CredentialRow, added as never);
    keepCredentialChange(unit, row, viewer);
    return tellOf(unit, provider, [...known, row]);
  },
});

export const updateProviderCredential = defineCommand({
  name: "updateProviderCredential",
  rule: changeCredentials,
  entityType: "Provider",
  conflicts: credentialConflicts,
  schema: z.object({
    id: z.string().transform(knownUuid),
    expectedVersion: z.int(),
    // Null removes a value, and these cannot be removed.
    kind: z.enum(CredentialKind).optional(),
    number: credentialNumber.optional(),
    issuer: credentialIssuer.optional(),
    issuedOn: credentialDay.optional(),
    expiresOn: credentialDay.nullable().optional(),
  }),
  async run(unit, { id, expectedVersion, ...changes }, { viewer }) {
    const { provider, known, credential } = await lockCredential(unit, id, expectedVersion);
    unit.em.assign(credential, changes as never);
    requireOrder(credential, changes.expiresOn == null ? "issuedOn" : "expiresOn");
    await unit.em.flush();
    if (credential.version === expectedVersion) return provider.id;
    keepCredentialChange(unit, credential, viewer);
    return tellOf(unit, provider, known);
  },
});

export const revokeProviderCredential = defineCommand({
  name: "revokeProviderCredential",
  rule: changeCredentials,
  entityType: "Provider",
  schema: z.object({
    id: z.string().transform(knownUuid),
    reason: z.string().trim().min(10, "must have 10 characters at least").max(500, "must have 500 at most"),
    enteredInError: z.boolean().nullish(),
    expectedVersion: z.int().nullish(),
  }),
  async run(unit, { id, reason, enteredInError, expectedVersion }, { viewer }) {
    const { provider, known, credential } = await lockCredential(unit, id, expectedVersion ?? undefined);
    unit.em.assign(credential, {
      status: enteredInError ? CredentialStatus.ENTERED_IN_ERROR : CredentialStatus.REVOKED,
      ...{ revokedAt: new Date(), revokedBy: viewer.userId, revocationReason: reason },
    } as never);
    keepCredentialChange(unit, credential, viewer);
    return tellOf(unit, provider, known);
  },
});

/** Locked until the command ends, so that each change of a provider's credentials sees what the one before it left. */
function lockProvider(unit: CommandUnit, id: string): Promise<ProviderRow | null> {
  return unit.em.findOne(ProviderRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** A credential that counts, with all that its provider has. */
async function lockCredential(
  unit: CommandUnit,
  id: string,
  expectedVersion: number | undefined,
): Promise<{
  readonly provider: ProviderRow;
  readonly known: readonly CredentialRow[];
  readonly credential: CredentialRow;
}> {
  const named = await unit.em.findOne(CredentialRow, { id });
  const provider = named && (await lockProvider(unit, String(named.providerId)));
  if (!provider) throw notFound("id");
  const known = await credentialsOf(unit.em, provider.id);
  const credential = known.find((row) => row.id === id);
  if (!credential) throw notFound("id");
  requireVersion(credential, expectedVersion);
  if (credential.status !== CredentialStatus.RECORDED) throw countsNoMore(credential.status);
  return { provider, known, credential };
}

/** @param field the day that was given, of the two */
function requireOrder(
  { issuedOn, expiresOn }: { readonly issuedOn: string; readonly expiresOn?: string | null | undefined },
  field: "issuedOn" | "expiresOn",
): void {
  if (expiresOn && expiresOn <= issuedOn) throw expiresTooEarly(field);
}

function tellOf(unit: CommandUnit, provider: ProviderRow, credentials: readonly CredentialRow[]): string {
  // The provider's version has to tell that their credentials changed.
  provider.updatedAt = new Date();
  unit.emit(() => credentialsChanged(provider, licensedDays(credentials)));
  return provider.id;
}
