import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ask, tokenFor, url } from "./running.system.ts";
import { doors, knock } from "./system.doors.ts";

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The claims of a real token under a signature that is not ours. */
function forged(token: string): string {
  const [, claims] = token.split(".");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const signed = `${encode({ alg: "RS256", typ: "at+jwt" })}.${claims}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

describe.each(doors)("the door of %s", (door) => {
  it("opens for a real token", async () => {
    const { data, errors } = await knock(door, await tokenFor("staff@careconnect.test"));
    expect(errors).toBeUndefined();
    expect(data).toBeTruthy();
  });

  it("stays shut for nobody, a forger, an unsigned token and a changed one", async () => {
    const real = await tokenFor("admin@careconnect.test");
    const [header, claims, signature] = real.split(".");
    const unsigned = `${encode({ alg: "none", typ: "at+jwt" })}.${claims}.`;
    const body = JSON.parse(Buffer.from(claims ?? "", "base64url").toString()) as object;
    const changed = `${header}.${encode({ ...body, roles: ["ADMIN", "STAFF"] })}.${signature}`;
    for (const token of [undefined, forged(real), unsigned, changed]) {
      const answer = await knock(door, token);
      expect(answer.status).toBe(401);
      expect(answer.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
      expect(answer.data ?? null).toBeNull();
    }
  });
});

describe("entities at a subgraph's own port", () => {
  it("are refused without a token too", async () => {
    for (const name of ["patient", "provider", "appointment", "billing"] as const) {
      const answer = await knock(name, undefined, "{ _entities(representations: []) { __typename } }");
      expect(answer.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    }
  });
});

describe("a date that is none", () => {
  it("is called the caller's mistake through the router too", async () => {
    const staff = await tokenFor("staff@careconnect.test");
    const { errors } = await ask(staff, '{ patients(filter: { birthDate: "x" }) { totalCount } }');
    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
    expect(errors?.[0]?.message).toContain("real calendar day");
  });
});

describe("a document of two operations", () => {
  it("is refused until one is named", async () => {
    const staff = await tokenFor("staff@careconnect.test");
    const answer = await ask(staff, "query A { viewer { id } } query B { viewer { id } }");
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: "OPERATION_RESOLUTION_FAILURE" } }] });
  });
});

describe("imports", () => {
  it("are not reachable through the router", async () => {
    const response = await fetch(`${url}/import/patients`, {
      method: "POST",
      headers: {
        "content-type": "application/x-ndjson",
        authorization: `Bearer ${await tokenFor("admin@careconnect.test", "graphql import")}`,
      },
      body: "{}",
    });
    expect([404, 405]).toContain(response.status);
  });
});
