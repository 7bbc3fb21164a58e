import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";
import type { TestIssuer, TestViewer } from "./test.issuer.ts";

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = () => Math.floor(Date.now() / 1_000);

/** By what is wrong with them: the `authorization` of callers whom no service may answer. */
export async function forgedAuthorizations(
  issuer: TestIssuer,
  viewer: TestViewer,
): Promise<ReadonlyMap<string, string | undefined>> {
  const good = await issuer.tokenFor(viewer);
  const [header = "", payload = "", signature = ""] = good.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  const stranger = await generateKeyPair("RS256");
  const sign = (key: CryptoKey | Uint8Array, parameters: Partial<JWTHeaderParameters>) =>
    new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "test", typ: "at+jwt", ...parameters }).sign(key);
  const promoted = { ...claims, roles: ["ADMIN"], scope: "graphql import events", forged: true };
  const pem = new TextEncoder().encode(await exportSPKI(issuer.publicKey));
  const modulus = Buffer.from((await exportJWK(issuer.publicKey)).n ?? "", "base64url");

  const tokens = new Map<string, string>([
    ["signed with another key", await sign(stranger.privateKey, {})],
    ["signed with a key of an unknown id", await sign(stranger.privateKey, { kid: "unknown" })],
    [
      "that brings its own key",
      await sign(stranger.privateKey, { jwk: await exportJWK(stranger.publicKey) } as JWTHeaderParameters),
    ],
    ["whose claims were changed", `${header}.${part(promoted)}.${signature}`],
    ["with alg none", `${part({ alg: "none", typ: "at+jwt" })}.${payload}.`],
    ["with alg none and a signature", `${part({ alg: "none", typ: "at+jwt" })}.${payload}.${signature}`],
    ["signed by HS256 with the public key", await sign(pem, { alg: "HS256" })],
    ["signed by HS256 with the key's modulus", await sign(modulus, { alg: "HS256" })],
    ["that is expired", await issuer.tokenFor(viewer, { exp: seconds() - 1 })],
    ["that is not valid yet", await issuer.tokenFor(viewer, { nbf: seconds() + 60 })],
    ["for another audience", await issuer.tokenFor(viewer, { aud: "another" })],
    ["of another issuer", await issuer.tokenFor(viewer, { iss: "http://another.test/oidc" })],
    ["that is an id token", await issuer.tokenFor(viewer, { aud: "web" }, { typ: "JWT" })],
    ["that is an id token for our audience", await issuer.tokenFor(viewer, {}, { typ: "JWT" })],
    ["without an expiry", await issuer.tokenFor(viewer, { exp: undefined })],
    ["without an organization", await issuer.tokenFor(viewer, { org: undefined })],
    ["without a user", await issuer.tokenFor(viewer, { sub: undefined })],
    ["without a role", await issuer.tokenFor(viewer, { roles: [] })],
    ["with a role that is none", await issuer.tokenFor(viewer, { roles: ["ROOT"] })],
  ]);
  return new Map<string, string | undefined>([
    ["nothing at all", undefined],
    ["a password", `Basic ${Buffer.from("admin:careconnect").toString("base64")}`],
    ["garbage", "Bearer garbage"],
    ...[...tokens].map(([wrong, token]) => [`a token ${wrong}`, `Bearer ${token}`] as const),
  ]);
}
