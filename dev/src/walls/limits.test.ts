import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildSchema,
  type GraphQLInputField,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from "graphql";
import { expect, it } from "vitest";
import { z } from "zod";
import { printedBy } from "../compose/subgraph.sdl.ts";
import { repositoryRoot } from "../repository.root.ts";
import { subgraphNames } from "../supervisor/subgraph.names.ts";

const catalogue = z.array(
  z.object({
    ...{ mutation: z.string(), path: z.string(), of: z.enum(["characters", "entries", "number"]) },
    ...{ min: z.number().nullable(), max: z.number() },
  }),
);

const schema = buildSchema(readFileSync(join(repositoryRoot, "schema/api.graphql"), "utf8"));
/** The number as descriptions write it, and not as a part of another one. */
const written = (number: number) => `(?<![\\d,])${number.toLocaleString("en")}(?!,?\\d)`;
const says = (text: string, pattern: string) => new RegExp(pattern).test(text);

/** The field of a mutation's input at a path; lists are gone through. */
function fieldAt(mutation: string, path: string): GraphQLInputField | undefined {
  const input = schema
    .getMutationType()
    ?.getFields()
    [mutation]?.args.find(({ name }) => name === "input");
  return path.split(".").reduce<{ type: unknown; field?: GraphQLInputField }>(
    ({ type }, name) => {
      const named = getNamedType(type as never);
      const field = isInputObjectType(named) ? named.getFields()[name] : undefined;
      return field === undefined ? { type: undefined } : { type: field.type, field };
    },
    { type: input?.type },
  ).field;
}

it("what the schema says of how long, how many and how much is what commands refuse", async () => {
  const wrong: string[] = [];
  const compared = { characters: 0, entries: 0, number: 0 };
  for (const subgraph of subgraphNames) {
    for (const limit of catalogue.parse(JSON.parse(await printedBy(`subgraphs/${subgraph}`, "limits")))) {
      const { mutation, path, of, min, max } = limit;
      const field = fieldAt(mutation, path);
      const said = field?.description ?? "";
      // What is said of a list of texts is said of both.
      const ofList = field !== undefined && isListType(getNullableType(field.type));
      const words = of === "characters" ? `${written(max)} characters` : written(max);
      const isSaid =
        of === "characters" ? /[\d,]+ characters/.test(said) : !(of === "number" && ofList) && /\d/.test(said);
      if (!isSaid) continue;
      compared[of] += 1;
      const isRight = says(said, words) && (min === null || min < 2 || says(said, written(min)));
      if (!isRight) wrong.push(`${mutation}.${path}: ${said} (${of}: ${min ?? 0} to ${max})`);
    }
  }
  expect(wrong).toEqual([]);
  expect(compared.characters).toBeGreaterThan(60);
  expect(compared.entries).toBeGreaterThan(15);
  expect(compared.number).toBeGreaterThan(5);
}, 400_000);
