import { expect, test } from "vitest";
import { pseudo } from "./pseudo.ts";

test("each text is marked and longer, and what is filled in keeps its name", () => {
  expect(pseudo({ a: { hello: "Hello {{name}}" } })).toEqual({ a: { hello: "⟦Héllö {{name}}·····⟧" } });
});
