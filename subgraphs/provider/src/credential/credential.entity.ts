import { blindIndex, fold, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ProviderRow } from "../provider/provider.entity.ts";
import { CredentialKind, CredentialStatus } from "./credential.kind.ts";
import { normalizeNumber } from "./credential.schema.ts";

/** Whoever records it first, an issuer's number stands once for each day, among those that count. */
export const oneOfNumber = "provider_credential_number_once";

/** However often it was renewed, an issuer's number is of one provider, among those that count. */
export const numberOfOneProvider = "provider_credential_number_of_one_provider";

const sameNumber = "organization_id with =, issuer_folded with =, number_index with =";

/** A provider's qualification (FHIR Practitioner.qualification). */
export const CredentialRow = defineEntity({
  name: "CredentialRow",
  tableName: "provider_credential",
  properties: {
    ...ownedRow,
    providerId: () => p.manyToOne(ProviderRow).mapToPk().joinColumn("provider_id"),
    kind: p.enum(() => CredentialKind),
    number: sensitive(),
    numberIndex: blindIndex<{ number?: string | null }>(
      "provider_credential.number",
      ({ number }) => number && normalizeNumber(number),
    ),
    issuer: p.text(),
    issuerFolded: p
      .text()
      .onCreate((row: { issuer: string }) => fold(row.issuer))
      .onUpdate((row: { issuer: string }) => fold(row.issuer)),
    /** The first and the last day on which it is valid; null: it does not expire. */
    issuedOn: p.date(),
    expiresOn: p.date().$type<string | null>().nullable(),
    status: p.enum(() => CredentialStatus),
    revokedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** The user who did it. */
    revokedBy: p.uuid().$type<string | null>().nullable(),
    revocationReason: sensitive(),
  },
  indexes: [
    { properties: ["organizationId", "providerId", "issuedOn"] },
    {
      name: "provider_credential_expiry",
      expression:
        "create index provider_credential_expiry on provider_credential (organization_id, expires_on) where status = 'RECORDED'",
    },
  ],
  checks: [
    { name: "provider_credential_expires_after_issue", expression: "expires_on > issued_on" },
    {
      name: oneOfNumber,
      expression: `exclude using gist (${sameNumber}, daterange(issued_on, expires_on, '[]') with &&) where (status = 'RECORDED')`,
    },
    {
      name: numberOfOneProvider,
      expression: `exclude using gist (${sameNumber}, provider_id with <>) where (status = 'RECORDED')`,
    },
    {
      name: "provider_credential_revocation_check",
      expression: `(status = 'RECORDED') = (revoked_at is null) and (revoked_at is null) = (revoked_by is null)`,
    },
  ],
});

export type CredentialRow = InferEntity<typeof CredentialRow>;
