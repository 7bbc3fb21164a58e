import { describe, expect, it } from "vitest";
import { readConfig, readMigrationConfig } from "./config.ts";

const complete = {
  PORT: "4001",
  DATABASE_URL_PATIENT: "postgres://patient_app:secret@127.0.0.1:5432/patient",
  OIDC_ISSUER: "http://localhost:4000/oidc",
  OIDC_JWKS_URL: "http://127.0.0.1:4002/oidc/jwks",
  CARECONNECT_KEYS_FILE: "/keys/patient.json",
  BROKER_URL: "postgres://broker_app:secret@127.0.0.1:5432/broker",
};

describe("the configuration of a subgraph", () => {
  it("is production on loopback unless told", () => {
    expect(readConfig("patient", complete)).toMatchObject({ mode: "production", host: "127.0.0.1", port: 4001 });
  });

  it("takes what is empty for what nobody has said, as containers are given it", () => {
    const empty = {
      HOST: "",
      LOG_LEVEL: "",
      OIDC_REVOCATIONS_URL: "",
      CARE_DAYS_BEFORE: "",
      KMS_KEY_ID: "",
      AWS_REGION: "",
    };
    expect(readConfig("patient", { ...complete, ...empty, FILE_STORE_URL: "" })).toEqual(
      readConfig("patient", complete),
    );
    expect(() => readConfig("patient", { ...complete, PORT: "" })).toThrow(/PORT/);
  });

  it("names every variable that is missing or wrong, in one sentence and without its value", () => {
    const broken = {
      ...complete,
      PORT: "many",
      DATABASE_URL_PATIENT: "mysql://root:secret@db",
      OIDC_ISSUER: undefined,
    };
    const read = () => readConfig("patient", broken);
    expect(read).toThrow(/PORT.*DATABASE_URL_PATIENT must be a postgres.*OIDC_ISSUER/);
    expect(read).not.toThrow(/secret/);
  });

  it("may lack a broker in a demo, never in production", () => {
    const { BROKER_URL: _broker, ...without } = complete;
    expect(() => readConfig("patient", without)).toThrow(/BROKER_URL is missing/);
    expect(readConfig("patient", { ...without, CARECONNECT_MODE: "demo" }).brokerUrl).toBeUndefined();
  });

  it("says for how many days a visit makes its patient one of the provider's: 90 and 30 unless told", () => {
    const careDaysOf = (more: object) => readConfig("patient", { ...complete, ...more }).careDays;
    expect(careDaysOf({})).toEqual({ before: 90, ahead: 30 });
    expect(careDaysOf({ CARE_DAYS_BEFORE: "0", CARE_DAYS_AHEAD: "7" })).toEqual({ before: 0, ahead: 7 });
    for (const days of ["-1", "1.5", "3651", "many"]) {
      expect(() => careDaysOf({ CARE_DAYS_AHEAD: days }), days).toThrow(/CARE_DAYS_AHEAD must/);
    }
  });

  it("says where files are kept: in a folder or a bucket, in a demo where its data is", () => {
    const filesOf = (more: object) => readConfig("patient", { ...complete, ...more }).files;
    expect(filesOf({})).toBeUndefined();
    expect(filesOf({ CARECONNECT_DATA: "/data" })).toBeUndefined();
    expect(filesOf({ CARECONNECT_DATA: "/data", CARECONNECT_MODE: "demo" })).toEqual({ folder: "/data/files" });
    expect(filesOf({ FILE_STORE_URL: "file:///var/files" })).toEqual({ folder: "/var/files" });
    const bucket = { FILE_STORE_URL: "s3://clinic-files", AWS_REGION: "eu-central-1" };
    expect(filesOf(bucket)).toEqual({ bucket: "clinic-files", region: "eu-central-1", endpoint: undefined });
    expect(filesOf({ ...bucket, FILE_STORE_ENDPOINT: "https://s3.example" })).toMatchObject({
      endpoint: "https://s3.example",
    });
    expect(() => filesOf({ FILE_STORE_URL: "s3://clinic-files" })).toThrow(/AWS_REGION is missing/);
    for (const url of ["/var/files", "https://s3.example/clinic", "s3://", "file:///"])
      expect(() => filesOf({ FILE_STORE_URL: url }), url).toThrow(/FILE_STORE_URL must be/);
  });

  it("does not read another subgraph's database", () => {
    expect(() => readConfig("billing", complete)).toThrow(/DATABASE_URL_BILLING/);
  });
});

describe("the key service", () => {
  it("is the key file, or the key of AWS KMS that is named", () => {
    const kmsOf = (more: Record<string, string>) => readConfig("patient", { ...complete, ...more }).kms;
    const arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd";
    expect(kmsOf({})).toBeUndefined();
    expect(kmsOf({ KMS_KEY_ID: arn })).toEqual({ keyId: arn, endpoint: undefined, region: "eu-central-1" });
    expect(
      kmsOf({ KMS_KEY_ID: "alias/careconnect", AWS_REGION: "eu-west-1", KMS_ENDPOINT: "https://kms.test" }),
    ).toEqual({ keyId: "alias/careconnect", endpoint: "https://kms.test", region: "eu-west-1" });
    expect(() => kmsOf({ KMS_KEY_ID: "alias/careconnect" })).toThrow(/AWS_REGION is missing/);
  });
});

describe("the configuration of a migration", () => {
  it("takes the name of the serving role from its URL", () => {
    const owner = "postgres://patient_owner:secret@127.0.0.1/patient";
    expect(readMigrationConfig("patient", { ...complete, DATABASE_OWNER_URL_PATIENT: owner })).toEqual({
      ownerUrl: owner,
      applicationRole: "patient_app",
      ownerIsApplication: false,
      broker: { url: complete.BROKER_URL, ownerUrl: undefined },
    });
    const brokerOwner = "amqp://broker_owner:secret@127.0.0.1/careconnect";
    expect(
      readMigrationConfig("patient", { ...complete, DATABASE_OWNER_URL_PATIENT: owner, BROKER_OWNER_URL: brokerOwner })
        .broker,
    ).toEqual({ url: complete.BROKER_URL, ownerUrl: brokerOwner });
  });

  it("lets one role do both in demo mode, never in production", () => {
    expect(readMigrationConfig("patient", { ...complete, CARECONNECT_MODE: "demo" }).ownerIsApplication).toBe(true);
    expect(() => readMigrationConfig("patient", complete)).toThrow(/another role/);
  });
});
