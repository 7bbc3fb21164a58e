import { describe, expect, it } from "vitest";
import { readCommand } from "./router.command.ts";
import { type CommandLine, ConfigurationError, readConfig } from "./router.config.ts";

const complete = {
  CARECONNECT_MODE: "demo",
  OIDC_ISSUER: "http://localhost:4000/oidc",
  OIDC_JWKS_URL: "http://127.0.0.1:4001/oidc/jwks",
  IDENTITY_URL: "http://127.0.0.1:4001",
  OIDC_WEB_CLIENT_SECRET: "a secret of the tests, long enough",
  DATABASE_URL_ROUTER: "postgresql://router_app:x@127.0.0.1:5432/router",
};

function problems(variables: Record<string, string>, command: CommandLine = {}): readonly string[] {
  try {
    readConfig(variables, command);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("configuration", () => {
  it("has defaults for what can have one", () => {
    expect(readConfig(complete, {})).toMatchObject({
      mode: "demo",
      host: "127.0.0.1",
      port: 4000,
      supergraphFile: "schema/supergraph.graphql",
      operationsFile: "schema/operations/manifest.json",
      webRoot: "web/dist",
      publicUrl: "http://localhost:4000",
      secure: false,
      sessions: { idleMinutes: 30 },
    });
  });

  it("names every variable that is wrong, one sentence each", () => {
    expect(
      problems({
        ...complete,
        PORT: "http",
        OIDC_ISSUER: "localhost",
        SUBGRAPH_URL_BILLING: "billing:4000",
        CARECONNECT_MODE: "test",
      }),
    ).toEqual([
      "CARECONNECT_MODE must be one of: demo, production.",
      "PORT must be a whole number from 0 to 65535.",
      "OIDC_ISSUER must be an http or https URL, for example http://127.0.0.1:4001.",
      "SUBGRAPH_URL_BILLING must be an http or https URL, for example http://127.0.0.1:4001/graphql.",
    ]);
    expect(problems({ CARECONNECT_MODE: "demo" })).toEqual([
      "Set OIDC_ISSUER to the issuer of the access tokens.",
      "Set OIDC_JWKS_URL to the issuer's key set.",
      "Set OIDC_WEB_CLIENT_SECRET to the secret that the router and identity share.",
      "Set DATABASE_URL_ROUTER to the database of browser sessions: postgresql://role:password@host:5432/router.",
      "Set IDENTITY_URL to the address of the identity service, for example http://127.0.0.1:4001.",
    ]);
  });

  it("is in production mode unless told otherwise, and then asks for TLS", () => {
    const { CARECONNECT_MODE: _, ...unset } = complete;
    const tls = expect.stringContaining("CARECONNECT_PUBLIC_URL must be the public https:// address");
    expect(problems(unset)).toEqual([tls]);
    expect(problems({ ...unset, CARECONNECT_PUBLIC_URL: "http://clinic.test" })).toEqual([tls]);
    expect(problems({ ...unset, CARECONNECT_PUBLIC_URL: "https://clinic.test" })).toEqual([]);
    expect(problems({ ...unset, CARECONNECT_TLS: "upstream" })).toEqual([]);
  });

  it("takes other sites by their origin, and nothing else for one", () => {
    const allow = (origins: string) => ({ ...complete, CARECONNECT_ALLOWED_ORIGINS: origins });
    const { allowedOrigins } = readConfig(allow("https://one.test, http://localhost:3000"), {});
    expect(allowedOrigins).toEqual(["https://one.test", "http://localhost:3000"]);
    for (const wrong of [
      "*",
      "null",
      "one.test",
      "https://one.test/",
      "https://one.test,https://two.test/app",
      "ftp://one.test",
    ])
      expect(problems(allow(wrong))).toEqual([
        "CARECONNECT_ALLOWED_ORIGINS must be origins without a path, separated by commas, for example https://partner.example.",
      ]);
  });

  it("refuses --auth none in production, however the router is started", () => {
    const production = { ...complete, CARECONNECT_MODE: "production", CARECONNECT_PUBLIC_URL: "https://clinic.test" };
    const refusal = expect.stringContaining("--auth none is refused");
    expect(problems(production, { auth: "none" })).toEqual([refusal]);
    expect(problems({ ...production }, { auth: "none", supergraph: "/x.graphql" })).toEqual([refusal]);
  });

  it.each([
    ["a folder", { FILE_STORE_URL: "file:///var/lib/careconnect/files" }, undefined],
    [
      "a bucket",
      { FILE_STORE_URL: "s3://clinic", AWS_REGION: "eu-central-1" },
      "https://clinic.s3.eu-central-1.amazonaws.com",
    ],
    [
      "a bucket with a dot in its name",
      { FILE_STORE_URL: "s3://clinic.files", AWS_REGION: "eu-central-1" },
      "https://s3.eu-central-1.amazonaws.com",
    ],
    [
      "a bucket in China",
      { FILE_STORE_URL: "s3://clinic", AWS_REGION: "cn-north-1" },
      "https://clinic.s3.cn-north-1.amazonaws.com.cn",
    ],
    [
      "another vendor's bucket",
      { FILE_STORE_URL: "s3://clinic", FILE_STORE_ENDPOINT: "https://files.test:9000/store", AWS_REGION: "any" },
      "https://files.test:9000",
    ],
  ])("knows where browsers send files to: %s", (_, variables, origin) => {
    expect(readConfig({ ...complete, ...variables }, {}).uploadOrigin).toBe(origin);
  });

  it("asks for the region of a bucket", () => {
    expect(problems({ ...complete, FILE_STORE_URL: "s3://clinic" })).toEqual([
      "Set AWS_REGION to the region of the bucket in FILE_STORE_URL: pages send files there by themselves.",
    ]);
  });

  it("needs little to run alone over a file", () => {
    const alone = readConfig({}, { supergraph: "/x.graphql", port: "4100", auth: "none" });
    expect(alone).toMatchObject({
      mode: "demo",
      port: 4100,
      identityUrl: undefined,
      sessions: undefined,
      webRoot: undefined,
      operationsFile: undefined,
    });
    expect(problems({}, { supergraph: "/x.graphql" })).toEqual([
      "Set OIDC_ISSUER to the issuer of the access tokens, or start with --auth none.",
      "Set OIDC_JWKS_URL to the issuer's key set, or start with --auth none.",
    ]);
    expect(problems({}, { supergraph: "/x.graphql", auth: "some" })).toContain(
      '--auth knows only "none": leave it out to verify tokens.',
    );
  });
});

describe("the command line", () => {
  it("takes a file relative to the caller's folder", () => {
    expect(readCommand(["--supergraph", "a/b.graphql", "--port", "1"], { INIT_CWD: "/home/me" })).toEqual({
      supergraph: "/home/me/a/b.graphql",
      port: "1",
      auth: undefined,
    });
  });

  it("explains itself when it is wrong", () => {
    expect(() => readCommand(["--supergrap", "x"], {})).toThrow(/Unknown option '--supergrap'.*Usage: npm run router/s);
    expect(() => readCommand(["--port"], {})).toThrow(/Usage/);
  });
});
