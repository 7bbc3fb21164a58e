import { apiScope, delegatedScopes } from "@careconnect/kit";

/** How a client comes by its access tokens. */
export enum ClientKind {
  MACHINE = "MACHINE",
  CONFIDENTIAL = "CONFIDENTIAL",
  PUBLIC = "PUBLIC",
}

/** What each kind of client may be given: whoever acts for people is given what people may let it do. */
export const scopesOfKind: Readonly<Record<ClientKind, readonly string[]>> = {
  MACHINE: [apiScope],
  CONFIDENTIAL: delegatedScopes,
  PUBLIC: delegatedScopes,
};
