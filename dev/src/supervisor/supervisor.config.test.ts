import { describe, expect, it } from "vitest";
import { Failure } from "../failure.ts";
import { readSupervisorConfig } from "./supervisor.config.ts";

describe("the supervisor's configuration", () => {
  it("is the demo on port 4000 of this machine by default", () => {
    expect(readSupervisorConfig({})).toMatchObject({ mode: "demo", port: 4000, host: "127.0.0.1" });
  });

  it("takes the application's address for the owner's where the demo names none", () => {
    const { externalDatabases } = readSupervisorConfig({ DATABASE_URL_PATIENT: "postgresql://a@b/c" });
    expect(externalDatabases.get("patient")).toEqual({ app: "postgresql://a@b/c", owner: "postgresql://a@b/c" });
    expect(externalDatabases.size).toBe(1);
  });

  it.each([
    [{ PORT: "many" }, /^PORT is "many": set it/],
    [{ PORT: "70000" }, /^PORT is "70000": set it/],
    [{ CARECONNECT_MODE: "staging" }, /^CARECONNECT_MODE is "staging": set it/],
    [{ HOST: "0.0.0.0" }, /^HOST is "0.0.0.0", but the demo .* unset HOST/],
    [
      { CARECONNECT_MODE: "production" },
      /: set DATABASE_URL_IDENTITY, .*BROKER_URL, .*DATABASE_OWNER_URL_IDENTITY, .*BROKER_OWNER_URL, .*\.$/,
    ],
  ])("refuses %j", (env, sentence) => {
    expect(() => readSupervisorConfig(env)).toThrow(Failure);
    expect(() => readSupervisorConfig(env)).toThrow(sentence);
  });

  it("takes a RabbitMQ for the broker, with credentials of its own for each subgraph in production", () => {
    const rabbit = { BROKER_URL: "amqp://guest:guest@127.0.0.1/c" };
    expect(readSupervisorConfig(rabbit).externalDatabases.get("broker")).toEqual({
      app: rabbit.BROKER_URL,
      owner: rabbit.BROKER_URL,
    });
    const env = { BROKER_OWNER_URL: "amqp://owner:o@127.0.0.1/c", CARECONNECT_MODE: "production" };
    expect(() => readSupervisorConfig(env)).toThrow(
      /BROKER_URL_IDENTITY, BROKER_URL_PATIENT, .*BROKER_URL_REPORTS, DATABASE_URL_ROUTER/,
    );
    expect(() => readSupervisorConfig(env)).not.toThrow(/BROKER_URL,/);
  });

  it("wants the owner's address of every database in production", () => {
    const databases = Object.fromEntries(
      ["IDENTITY", "PATIENT", "PROVIDER", "APPOINTMENT", "BILLING", "REPORTS", "ROUTER"].map((name) => [
        `DATABASE_URL_${name}`,
        "postgresql://a@b/c",
      ]),
    );
    const env = { ...databases, BROKER_URL: "postgresql://a@b/c", CARECONNECT_MODE: "production" };
    expect(() => readSupervisorConfig(env)).toThrow(/migrates as the owner .*: set DATABASE_OWNER_URL_IDENTITY, /);
  });
});
