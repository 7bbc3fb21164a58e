import {
  assertMay,
  type CommandUnit,
  type Connection,
  connectionBelow,
  type PageArgs,
  type RequestContext,
  type Viewer,
} from "@careconnect/kit";
import type { CredentialRow } from "./credential.entity.ts";
import { readCredentials } from "./credential.policy.ts";
import { CredentialChangeRow } from "./credential-change.entity.ts";

/** Keeps how `credential` is now, and who made it so. */
export function keepCredentialChange(
  { em }: Pick<CommandUnit, "em">,
  credential: CredentialRow,
  { userId }: Viewer,
): void {
  const { id: credentialId, kind, number, issuer, issuedOn, expiresOn, status, revocationReason } = credential;
  em.create(CredentialChangeRow, {
    ...{ credentialId, kind, number, issuer, issuedOn, expiresOn, status, revocationReason },
    ...{ changedAt: new Date(), actorId: userId },
  } as never);
}

/** How a credential that the viewer was shown came to be what it is, the latest first. */
export function listCredentialChanges(
  context: RequestContext,
  credentialId: string,
  page: PageArgs,
): Connection<CredentialChangeRow> {
  assertMay(context, readCredentials);
  return connectionBelow(
    context,
    CredentialChangeRow,
    { key: "credentialId", id: credentialId },
    {
      ...{ name: "credential.history", where: {}, page },
      orderBy: [
        ["changedAt", "desc"],
        ["id", "desc"],
      ],
    },
  );
}
