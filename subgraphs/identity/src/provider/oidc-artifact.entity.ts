import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/**
 * What the OpenID provider remembers: browser sessions, interactions, grants, authorization codes, refresh tokens.
 * The ids are credentials, so the hash alone is kept; the payloads repeat them, so they are sealed.
 */
export const OidcArtifactRow = defineEntity({
  name: "OidcArtifactRow",
  tableName: "oidc_artifact",
  properties: {
    /** The provider's name of the kind, e.g. `RefreshToken`. */
    model: p.text().primary(),
    /** SHA-256 of the id, base64url. */
    idHash: p.text().primary(),
    /** The grant that it belongs to: all of one grant are a family, which ends as one. */
    grantId: p.text().$type<string | null>().nullable(),
    /** SHA-256 of a browser session's `uid`, by which tokens name it; base64url. */
    uidHash: p.text().$type<string | null>().nullable(),
    sealedPayload: p.text(),
    expiresAt: p.datetime(3),
    /** When it was used, for what may be used once. */
    consumedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  indexes: [{ properties: ["grantId"] }, { properties: ["uidHash"] }, { properties: ["expiresAt"] }],
});

export type OidcArtifactRow = InferEntity<typeof OidcArtifactRow>;
