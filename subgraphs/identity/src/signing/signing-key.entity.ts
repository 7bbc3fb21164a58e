import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { JWK } from "jose";

/** A key pair with which access tokens are signed, for every organization. */
export const SigningKeyRow = defineEntity({
  name: "SigningKeyRow",
  tableName: "signing_key",
  properties: {
    /** The JWK thumbprint (RFC 7638). */
    kid: p.text().primary(),
    publicKey: p.json<JWK>(),
    /** PKCS #8 in PEM, sealed. */
    sealedPrivateKey: p.text(),
    createdAt: p.datetime(3),
    /** Until then it is published alone, so that everybody who verifies knows it when it signs. */
    signsFrom: p.datetime(3),
    /** When its successor is made. */
    rotatesAt: p.datetime(3),
  },
});

export type SigningKeyRow = InferEntity<typeof SigningKeyRow>;
