import { expect, it } from "vitest";
import { fullNameOf } from "./full.name.ts";

it.each([
  ["小明", "王", "王小明"],
  ["민수", "김", "김민수"],
  ["さくら", "佐々木", "佐々木さくら"],
  ["タロウ", "ヤマダ", "ヤマダタロウ"],
  ["Xiaoming", "Wang", "Xiaoming Wang"],
  ["Emily", "王", "Emily 王"],
  ["ليلى", "حداد", "ليلى حداد"],
  ["", "Suharto", "Suharto"],
  ["小明", "", "小明"],
])("%s of the family %s is %s", (givenName, familyName, fullName) => {
  expect(fullNameOf({ givenName, familyName })).toBe(fullName);
});
