import fc, { type Arbitrary } from "fast-check";
import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType, isScalarType } from "graphql";

/** Text that somebody, somewhere, has stumbled over. */
const shortTexts: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...[
        "",
        " ",
        "\u0000",
        "a\u0000b",
        "𝒳𝒴 👩‍⚕️🏥",
        "\ud800",
        "مرحبا بالعالم",
        "'; drop table patient; --",
        "%_\\",
        "\u202e",
      ],
      ...["Mars/Olympus", "Etc/GMT+99", "Europe/Berlin", "2026-02-30", "24:01", "-1", "1e309", "null", "__proto__"],
      ...["2026-12-01T10:00:00Z", "2026-12-01", "09:00", "17:30", "MONDAY", "a@b.c", "+49 30 123456", "de"],
    ),
  },
);

const texts: Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: shortTexts },
  { weight: 1, arbitrary: fc.constantFrom("x".repeat(10_001), "y".repeat(300_000), "🏥".repeat(70_000)) },
);

const dateTimes: Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
  {
    weight: 3,
    arbitrary: fc
      .integer({ min: -90 * 24, max: 90 * 24 })
      .map((hours) => new Date(Math.floor(Date.now() / 3_600_000 + hours) * 3_600_000).toISOString()),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...["0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "+275760-09-13T00:00:00.000Z"],
      ...[
        "2026-03-29T02:30:00+01:00",
        "2026-02-30T10:00:00Z",
        "2026-12-01T25:00:00Z",
        "-271821-04-20T00:00:00Z",
        "now",
        "",
      ],
    ),
  },
);

const dates: Arbitrary<unknown> = fc.constantFrom(
  ...[
    "0000-01-01",
    "0001-01-01",
    "1900-02-28",
    "1985-04-12",
    "2026-02-29",
    "2026-12-01",
    "9999-12-31",
    "10000-01-01",
    "today",
    "",
  ],
);

const numbers: Arbitrary<unknown> = fc.oneof(
  // GraphQL itself refuses most of the others: where a command takes many numbers, hardly any would come to it.
  { weight: 8, arbitrary: fc.integer({ min: -2, max: 100 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 2 ** 31, -(2 ** 53), 2 ** 53, 0.5, -0, 1e308),
  },
);

const scalars: Readonly<Record<string, Arbitrary<unknown>>> = {
  String: texts,
  DateTime: dateTimes,
  Date: dates,
  Int: numbers,
  Float: numbers,
  MinorUnits: numbers,
  Boolean: fc.boolean(),
  Currency: fc.oneof(fc.constantFrom("EUR", "USD", "XXX", "eur", ""), texts),
};

/** Whether thousands of it fit into a request. */
function isShort(value: unknown): boolean {
  return (JSON.stringify(value) ?? "").length < 300;
}

/** Values of `type`, most of which GraphQL lets pass, and hardly any of which makes sense. @param ids of records there are */
export function garbageOf(type: GraphQLInputType, ids: readonly string[]): Arbitrary<unknown> {
  if (isNonNullType(type)) return garbageOf(type.ofType, ids);
  if (isListType(type)) {
    const item = garbageOf(type.ofType, ids);
    return fc.oneof(
      { weight: 12, arbitrary: fc.array(item, { maxLength: 4 }) },
      { weight: 1, arbitrary: item.map((one) => Array.from({ length: isShort(one) ? 3_000 : 2 }, () => one)) },
    );
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return fc.record(
      Object.fromEntries(
        fields.map(({ name, type: of }) => [
          name,
          isNonNullType(of)
            ? garbageOf(of, ids)
            : fc.oneof({ weight: 6, arbitrary: garbageOf(of, ids) }, { weight: 1, arbitrary: fc.constant(null) }),
        ]),
      ),
      { requiredKeys: fields.filter(({ type: of }) => isNonNullType(of)).map(({ name }) => name) },
    );
  }
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isScalarType(type) && type.name === "ID")
    return fc.oneof(
      { weight: 6, arbitrary: ids.length > 0 ? fc.constantFrom(...ids) : fc.uuid() },
      { weight: 1, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: texts },
    );
  return scalars[type.name] ?? texts;
}
