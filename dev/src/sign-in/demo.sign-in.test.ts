import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { signInToDemo } from "./demo.sign-in.ts";

const issuer = "http://clinic.test/oidc";
const page = '<form method="post" action="/oidc/interaction/1"><input name="email"><input name="password"></form>';

/** What identity is asked and answers, as far as a sign-in needs it. */
let locked: boolean;
let given: URLSearchParams;
async function answer(request: IncomingMessage): Promise<{ status: number; body: string; location?: string }> {
  const { pathname } = new URL(request.url ?? "", issuer);
  if (pathname.endsWith("openid-configuration")) {
    const endpoints = { authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
    return { status: 200, body: JSON.stringify(endpoints) };
  }
  if (pathname === "/oidc/token") return { status: 200, body: JSON.stringify({ access_token: "t", expires_in: 300 }) };
  if (request.method === "GET") return { status: 200, body: page };
  if (locked) return { status: 429, body: page };
  given = new URLSearchParams(await text(request));
  return { status: 303, body: "", location: "http://127.0.0.1/callback?code=c" };
}

const server = createServer((request, response) => {
  void answer(request).then(({ status, body, location }) =>
    response.writeHead(status, location === undefined ? {} : { location }).end(body),
  );
});
let identityUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  identityUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  locked = false;
});

const asked = { email: "nurse@careconnect.test", scope: "graphql" };

it("gives the password of the demo accounts, or the one that it is told", async () => {
  expect((await signInToDemo({ identityUrl, ...asked })).access_token).toBe("t");
  expect(given.get("password")).toBe("careconnect");
  await signInToDemo({ identityUrl, ...asked, password: "correct pony battery staple" });
  expect(Object.fromEntries(given)).toMatchObject({ email: asked.email, password: "correct pony battery staple" });
});

it("says in words that nobody may try for a while, and not where identity listens", async () => {
  locked = true;
  const failure = await signInToDemo({ identityUrl, ...asked }).catch((cause: Error) => cause.message);
  expect(failure).toBe("too many sign-ins have failed here lately: wait a little and try again");
});
