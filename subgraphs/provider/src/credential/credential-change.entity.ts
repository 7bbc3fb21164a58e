import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { CredentialRow } from "./credential.entity.ts";
import type { CredentialKind, CredentialStatus } from "./credential.kind.ts";

/** How a credential became at one time. Append-only: a row has no version, since it never changes. */
export const CredentialChangeRow = defineEntity({
  name: "CredentialChangeRow",
  tableName: "provider_credential_change",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    credentialId: () => p.manyToOne(CredentialRow).mapToPk().joinColumn("credential_id"),
    changedAt: p.datetime(3),
    /** The user who did it. */
    actorId: p.uuid(),
    kind: p.text().$type<CredentialKind>(),
    number: sensitive(),
    issuer: p.text(),
    issuedOn: p.date(),
    expiresOn: p.date().$type<string | null>().nullable(),
    status: p.text().$type<CredentialStatus>(),
    revocationReason: sensitive(),
  },
  indexes: [
    { name: "provider_credential_change_history", properties: ["organizationId", "credentialId", "changedAt", "id"] },
  ],
});

export type CredentialChangeRow = InferEntity<typeof CredentialChangeRow>;
