import { describe, expect, it } from "vitest";
import { distinctRepresentations, repeatEntities, repeatErrors } from "./distinct.representations.ts";

const ada = { __typename: "Patient", id: "p1" };
const grace = { __typename: "Patient", id: "p2" };

/** As the gateway makes them: an object for every occurrence. */
const repeated = distinctRepresentations([{ ...ada }, { ...grace }, { ...ada }, { ...ada }]);

describe("representations of entities", () => {
  it("are asked for once each", () => {
    expect(repeated).toEqual({ representations: [ada, grace], positions: [0, 1, 0, 0] });
  });

  it.each([[undefined], [[]], [[ada]], [[ada, grace]], [[ada, { ...ada, __typename: "Person" }]]])(
    "are left alone when none is repeated: %j",
    (representations) => {
      expect(distinctRepresentations(representations)).toBeUndefined();
    },
  );
});

describe("answers to repeated representations", () => {
  if (!repeated) throw new Error("Nothing was repeated.");

  it("are given to everyone who asked, each as an object of its own", () => {
    const name = { first: "Ada" };
    const entities = repeatEntities([{ name }, null], repeated);
    expect(entities).toEqual([{ name }, null, { name }, { name }]);
    const objects = entities.flatMap((entity) => (entity ? [entity, (entity as { name: object }).name] : []));
    expect(new Set(objects).size).toBe(6);
  });

  it("fail for everyone who asked", () => {
    const errors = [
      { message: "no", path: ["_entities", 0, "name"] },
      { message: "all", path: ["_entities"] },
      { message: "it" },
    ];
    expect(repeatErrors(errors, repeated).map(({ path }) => path?.join("."))).toEqual([
      "_entities.0.name",
      "_entities.2.name",
      "_entities.3.name",
      "_entities",
      undefined,
    ]);
  });
});
