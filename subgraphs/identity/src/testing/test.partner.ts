import * as oidc from "openid-client";
import type { TestBrowser, Visit } from "./test.browser.ts";
import { press, submit } from "./test.form.ts";
import type { TestIdentity } from "./test.identity.ts";

/** A partner's application, with the library that real ones use. */
export interface TestPartner {
  readonly clientId: string;
  /** Sends a browser to ask for `scope`, and says where it ends up, and how to exchange the code that it comes back with. */
  ask(
    browser: TestBrowser,
    scope: string,
    parameters?: Readonly<Record<string, string>>,
  ): Promise<{
    readonly visit: Visit;
    /** Exchanges the code in the address that the browser came back to. */
    readonly redeem: (back: URL) => Promise<oidc.TokenEndpointResponse>;
  }>;
  refresh(refreshToken: string): Promise<oidc.TokenEndpointResponse>;
}

export interface NewPartner {
  readonly name?: string;
  readonly kind?: "CONFIDENTIAL" | "PUBLIC";
  readonly scopes?: readonly string[];
  readonly redirectUris?: readonly string[];
}

const create = `mutation ($input: CreateClientInput!) {
  createClient(input: $input) { client { id } secret userErrors { code field message } }
}`;

/** Registers an application by the token of an administrator, who is told everything that it needs to ask people. */
export async function registerPartner(
  identity: TestIdentity,
  administrator: string,
  {
    name = "Visit Calendar",
    kind = "CONFIDENTIAL",
    scopes = ["profile.read", "appointments.read", "appointments.write"],
    redirectUris = ["https://calendar.example/callback"],
  }: NewPartner = {},
): Promise<TestPartner> {
  const { data } = await identity.query(administrator, create, { input: { name, kind, scopes, redirectUris } });
  const { client, secret, userErrors } = data.createClient;
  if (!client) throw new Error(`The application was not registered: ${JSON.stringify(userErrors)}`);
  const { issuer } = identity.subgraph.issuer;
  const library = await oidc.discovery(
    new URL(issuer),
    client.id,
    undefined,
    secret ? oidc.ClientSecretBasic(secret) : oidc.None(),
    {
      execute: [oidc.allowInsecureRequests],
      // Its public address is known to nobody here.
      [oidc.customFetch]: (url, options) =>
        fetch(url.replace(new URL(issuer).origin, identity.subgraph.url), options as RequestInit),
    },
  );
  const [redirectUri = ""] = redirectUris;
  return {
    clientId: client.id,
    async ask(browser, scope, parameters = {}) {
      const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
      const expectedState = oidc.randomState();
      const url = oidc.buildAuthorizationUrl(library, {
        redirect_uri: redirectUri,
        scope,
        state: expectedState,
        code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: "S256",
        ...parameters,
      });
      return {
        visit: await browser.open(url.href),
        redeem: (back) => oidc.authorizationCodeGrant(library, back, { pkceCodeVerifier, expectedState }),
      };
    },
    refresh: (refreshToken) => oidc.refreshTokenGrant(library, refreshToken),
  };
}

/** Gives the password to a sign-in page. */
export function signInOn(browser: TestBrowser, visit: Visit, email: string): Promise<Visit> {
  return submit(browser, visit, { email, password: "careconnect" });
}

/** Answers a page that asks for consent. */
export function decide(browser: TestBrowser, visit: Visit, decision: "allow" | "deny"): Promise<Visit> {
  return submit(browser, visit, { decision });
}

/** Takes back the access of the application that the account page lists first. */
export async function takeBack(browser: TestBrowser): Promise<Visit> {
  const page = await browser.open("/oidc/account");
  const [action = ""] = /\/applications\/[0-9a-f-]{36}\/revoke/.exec(page.text) ?? [];
  return press(browser, page, action);
}
