import "reflect-metadata";
import { defineEntity, p } from "@mikro-orm/core";
import { expect, it } from "vitest";
import { ownedRow } from "../persistence/row.ts";
import { blindIndex, sensitive } from "../sensitive/sensitive.column.ts";
import { subjectCatalogue } from "./subject.catalogue.ts";
import { aboutNobody, aboutPatients, type SubjectRule } from "./subject.rules.ts";

const Letter = defineEntity({
  name: "Letter",
  tableName: "letter",
  properties: {
    ...ownedRow,
    patientId: p.uuid(),
    text: sensitive(),
    textIndex: blindIndex<{ text?: string | null }>("letter.text", ({ text }) => text),
    sentAt: p.datetime(3),
  },
});

const Stamp = defineEntity({ name: "Stamp", tableName: "stamp", properties: { ...ownedRow, price: p.integer() } });

const whose = { patientBy: "patientId" } as const;
const retention = { none: "a letter is no treatment" } as const;
const replaced = (values: object, kept: object): SubjectRule =>
  aboutPatients(Letter, { whose, erasure: { kind: "replace", because: "a letter was sent", values, kept }, retention });

async function declared(...subjectRules: readonly SubjectRule[]) {
  const entries = await subjectCatalogue({ entities: [Letter, Stamp], subjectRules });
  return Object.fromEntries(entries.map((entry) => [entry.table, entry]));
}

it("a table without a declaration is a fault, and so is one with two", async () => {
  const { letter, stamp } = await declared(...aboutNobody("postage", Stamp), ...aboutNobody("twice", Stamp));
  expect([letter?.faults, stamp?.faults]).toEqual([["has no rule"], ["has two rules"]]);
});

it("a column that stays when its patient is erased has a reason, and a declaration names what there is", async () => {
  const whole = { text: null, textIndex: null };
  const { letter } = await declared(replaced(whole, { patientId: "an id" }));
  expect(letter?.faults).toEqual(["says of sentAt neither what replaces it nor why it may stay"]);
  const { letter: other } = await declared(
    replaced({ ...whole, color: null }, { patientId: "an id", sentAt: "a time" }),
  );
  expect(other?.faults).toEqual(["names color, which it does not have"]);
});

it("what is hidden in some rows alone has its reason, and names what there is", async () => {
  const hidden = (property: string) =>
    aboutPatients(Letter, {
      ...{ whose, erasure: { kind: "delete" }, retention },
      hiddenWithout: { text: { property: property as "sentAt", because: "a letter that nobody sent" } },
    });
  expect((await declared(hidden("sentAt"))).letter).toMatchObject({
    ...{ unexported: ["`text` without `sent_at`: a letter that nobody sent"], faults: [] },
  });
  expect((await declared(hidden("color"))).letter?.faults).toEqual(["names color, which it does not have"]);
});

it("exported is what is not hidden for a reason, in the words of the database, and no hash", async () => {
  const rule = aboutPatients(Letter, {
    whose,
    hidden: { sentAt: "who cares" },
    erasure: { kind: "delete" },
    retention,
  });
  const { letter, stamp, audit_entry } = await declared(rule, ...aboutNobody("postage", Stamp));
  expect(letter).toMatchObject({
    whose: "`patient_id`",
    exported: ["id", "organization_id", "version", "created_at", "updated_at", "patient_id", "text"],
    unexported: ["`sent_at`: who cares"],
    erasure: "deleted",
    faults: [],
  });
  expect(stamp).toMatchObject({ whose: null, exported: [], unexported: ["postage"], faults: [] });
  expect(audit_entry).toMatchObject({ whose: "`subject_ids`", exported: [], erasure: "kept", faults: [] });
});
