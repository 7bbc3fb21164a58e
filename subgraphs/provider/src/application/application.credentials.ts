import type { ProviderApplicationRow } from "./application.entity.ts";
import type { ApplicantCredential } from "./application.schema.ts";

/** The credentials that an application comes with: they were checked when they were written. */
export function credentialsIn({ credentials }: Pick<ProviderApplicationRow, "credentials">): ApplicantCredential[] {
  return credentials == null ? [] : (JSON.parse(credentials) as ApplicantCredential[]);
}
