import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ProviderRow } from "../provider/provider.entity.ts";
import { ProviderApplicationStatus } from "./application.status.ts";

/** That somebody wants to become a provider. Who they are is nobody's business until they are one: it is sealed. */
export const ProviderApplicationRow = defineEntity({
  name: "ProviderApplicationRow",
  tableName: "provider_application",
  properties: {
    ...ownedRow,
    givenName: sensitive(),
    familyName: sensitive(),
    email: sensitive(),
    /** Codes of the catalogue. */
    specialties: p.array().columnType("text[]").$type<string[]>(),
    locationIds: p.array().columnType("uuid[]").$type<string[]>(),
    /** BCP 47 tags, as they are written canonically. */
    languages: p.array().columnType("text[]").$type<string[]>(),
    /** IANA name. */
    timeZone: p.text(),
    /** A list, as JSON. */
    credentials: sensitive(),
    status: p.enum(() => ProviderApplicationStatus),
    /** When it was forgotten whose it was; null while it is known. */
    forgottenAt: p.datetime(3).$type<Date | null>().nullable(),
    /** Whom its approval made of it. */
    providerId: () => p.manyToOne(ProviderRow).mapToPk().joinColumn("provider_id").deleteRule("no action").nullable(),
  },
  indexes: [
    { properties: ["organizationId", "createdAt", "id"] },
    { properties: ["organizationId", "status", "createdAt", "id"] },
    {
      name: "provider_application_settled",
      expression:
        "create index provider_application_settled on provider_application (updated_at) where status in ('REJECTED', 'WITHDRAWN') and forgotten_at is null",
    },
    {
      name: "provider_application_unanswered",
      expression:
        "create index provider_application_unanswered on provider_application (updated_at) where status = 'MORE_INFORMATION_REQUESTED'",
    },
  ],
  checks: [
    {
      name: "provider_application_forgotten_check",
      expression:
        "forgotten_at is null or (status in ('REJECTED', 'WITHDRAWN') and num_nonnulls(given_name, family_name, email, credentials) = 0)",
    },
    { name: "provider_application_approved_check", expression: "(status = 'APPROVED') = (provider_id is not null)" },
  ],
});

export type ProviderApplicationRow = InferEntity<typeof ProviderApplicationRow>;
