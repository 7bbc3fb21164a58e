import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readRebuildConfig, sourceNames } from "./rebuild.config.ts";
import { readTokens } from "./rebuild.tokens.ts";

const complete = {
  DATABASE_OWNER_URL_REPORTS: "postgresql://owner@db/reports",
  ...Object.fromEntries(
    sourceNames.map((name) => [`SUBGRAPH_URL_${name.toUpperCase()}`, `http://${name}:4000/graphql`]),
  ),
};

describe("the configuration of a rebuild", () => {
  it("takes the addresses that the router is given", () => {
    const { sourceUrls } = readRebuildConfig(complete);
    expect([...sourceUrls.values()]).toEqual(sourceNames.map((name) => `http://${name}:4000`));
  });

  it("names everything that is missing", () => {
    expect(() =>
      readRebuildConfig({ ...complete, DATABASE_OWNER_URL_REPORTS: undefined, SUBGRAPH_URL_BILLING: "?" }),
    ).toThrow(
      "The configuration is incomplete: DATABASE_OWNER_URL_REPORTS is missing; SUBGRAPH_URL_BILLING must be a URL.",
    );
  });
});

describe("the tokens of a rebuild", () => {
  const organizationId = "0199a000-0000-7000-8000-000000000001";
  const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

  it("say whose read model it is, and the last one counts", async () => {
    const input = new Readable({ read: () => undefined });
    const first = token({ org: organizationId, number: 1 });
    const second = token({ org: organizationId, number: 2 });
    input.push(`${first}\n`);
    const tokens = await readTokens(input);
    expect([tokens.organizationId, tokens.current()]).toEqual([organizationId, first]);
    input.push(`${second}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(tokens.current()).toBe(second);
    input.push(null);
  });

  it.each([
    ["nothing", "", /Give an access token/],
    ["anything else", "hello\n", /is not an access token/],
  ])("cannot be %s", async (_name, text, message) => {
    await expect(readTokens(Readable.from([text]))).rejects.toThrow(message);
  });
});
