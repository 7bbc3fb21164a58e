import { expect, test } from "vitest";
import { frame } from "../i18n/de.frame.ts";
import { de } from "../i18n/de.ts";
import { bookkeeping } from "../i18n/en.bookkeeping.ts";
import { directory } from "../i18n/en.directory.ts";
import type { Translate } from "../i18n/texts.ts";
import { createTranslate } from "../i18n/translate.ts";
import { refusalText } from "./refusal-text.ts";

const german: Translate = createTranslate([frame, de], { locale: "de", isolated: false });

const [errors = ""] = Object.values(
  import.meta.glob<string>("../../../../schema/ERRORS.md", { query: "?raw", import: "default", eager: true }),
);
const commands = errors.split("## Commands")[1]?.split("\n## ")[0] ?? "";
const codes = [...commands.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code = ""]) => code);

// What the server says of a value stands at its field; the others are refused of what no page does yet.
const told = ["VALIDATION_FAILED"];
const met = {
  nowhere: ["IDEMPOTENCY_KEY_REUSED", "PAYMENT_DECLINED"],
  byAdministrators: ["OWN_ACCOUNT", "LAST_ADMINISTRATOR", "EMAIL_TAKEN", "RECORD_TAKEN", "ROLE_NOT_YOURS_TO_GIVE"],
  byPatients: ["ALREADY_RATED", "RATING_WINDOW_CLOSED"],
  inTheVisitRoom: [
    ...["ROOM_LINK_INVALID", "ROOM_LINK_EXPIRED", "ROOM_NOT_OPEN", "ROOM_CLOSED", "SEAT_TAKEN", "NOT_ADMITTED"],
    ...["NOBODY_THERE", "SIGNAL_LIMIT"],
  ],
};

test("whatever the server refuses is said in the reader's words", () => {
  const areas = [bookkeeping.refusals, directory.refusals];
  const isSaid = (code: string) =>
    refusalText({ code, field: null, message: "~" }, german) !== "~" ||
    areas.some((refusals) => Object.hasOwn(refusals, code));
  expect(codes.length).toBeGreaterThan(80);
  expect(codes.filter((code) => !isSaid(code)).sort()).toEqual([...told, ...Object.values(met).flat()].sort());
});

test("what the server alone knows of it is said, too, and what we do not know as the server says it", () => {
  const text = (code: string) => refusalText({ code, field: null, message: "Until May 1, 2031." }, german);
  expect(text("RETAINED")).toBe("Unterlagen dieses Patienten sind noch aufzubewahren. Until May 1, 2031.");
  expect(text("SOMETHING_NEW")).toBe("Until May 1, 2031.");
});
