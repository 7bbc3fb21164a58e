import { describe, expect, it } from "vitest";
import { readDocumentSettings } from "./document.settings.ts";

const config = { files: { folder: "/nowhere" }, issuer: "https://clinic.example/oidc", mode: "demo" } as const;
const read = (env: NodeJS.ProcessEnv, more: object = {}) => readDocumentSettings(env, { ...config, ...more });

describe("the settings of documents", () => {
  it("are 25 MiB a file, 500 documents a patient, 100 GiB an organization and no scanner, unless told", async () => {
    expect(await read({ CLAMD_URL: "" })).toMatchObject({
      origin: "https://clinic.example",
      fileBytes: 26_214_400,
      patientDocuments: 500,
      patientUploads: 20,
      userUploads: 100,
      organizationBytes: 107_374_182_400,
      idleTimeout: 30_000,
      scanner: undefined,
    });
    const told = { DOCUMENT_FILE_MB: "1", DOCUMENTS_PER_PATIENT: "2", DOCUMENTS_ORGANIZATION_GB: "3" };
    expect(await read({ ...told, CLAMD_URL: "tcp://clamav:3310" })).toMatchObject({
      ...{ fileBytes: 1_048_576, patientDocuments: 2, organizationBytes: 3_221_225_472 },
      scanner: expect.anything(),
    });
  });

  it.each([
    ["DOCUMENT_FILE_MB", "101"],
    ["DOCUMENTS_PER_PATIENT", "many"],
    ["DOCUMENTS_ORGANIZATION_GB", "0"],
    ["CLAMD_URL", "http://clamav:3310"],
    ["CLAMD_URL", "nothing"],
  ])("refuse a %s of %s", async (name, value) => {
    await expect(read({ [name]: value })).rejects.toThrow(name);
  });

  it("say in production whether anything is scanned, and by whom", async () => {
    const production = { mode: "production" };
    await expect(read({}, production)).rejects.toThrow(/^CLAMD_URL is missing: .* or none to have nothing scanned\.$/);
    await expect(read({ CLAMD_URL: "" }, production)).rejects.toThrow("CLAMD_URL is missing");
    expect((await read({ CLAMD_URL: "none" }, production)).scanner).toBeUndefined();
    expect((await read({ CLAMD_URL: "tcp://clamav:3310" }, production)).scanner).toBeDefined();
  });

  it("need somewhere to keep files", async () => {
    await expect(read({}, { files: undefined })).rejects.toThrow("FILE_STORE_URL is missing");
  });
});
