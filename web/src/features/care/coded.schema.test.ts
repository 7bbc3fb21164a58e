import { expect, test } from "vitest";
import * as z from "zod/mini";
import { codeSystems } from "./code-systems.ts";
import { coded, ofItsSystem } from "./coded.schema.ts";

const schema = z.object(coded).check(ofItsSystem);
const placesOf = (system: string, code: string) =>
  schema.safeParse({ display: "Asthma", system, code }).error?.issues.map(({ path }) => path.join("."));

test("a code has to be one that its system can have, where it is known how they look", () => {
  expect(placesOf(codeSystems.snomed, "195967001")).toBeUndefined();
  expect(placesOf(codeSystems.snomed, "J45")).toEqual(["code"]);
  expect(placesOf(codeSystems.icd10, "J45.909")).toBeUndefined();
  expect(placesOf(codeSystems.rxnorm, "723")).toBeUndefined();
  expect(placesOf(codeSystems.rxnorm, "amoxicillin")).toEqual(["code"]);
  expect(placesOf(codeSystems.snomed, "")).toContain("code");
});
