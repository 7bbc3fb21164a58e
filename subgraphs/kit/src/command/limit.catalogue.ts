import { z } from "zod";

/** How long a text, how many of a list, or how large a number may be that a command takes. */
export interface DeclaredLimit {
  readonly mutation: string;
  /** Where it is in the input: `lines.description` is of each line. */
  readonly path: string;
  readonly of: "characters" | "entries" | "number";
  readonly min: number | null;
  readonly max: number;
}

const taken = new Map<string, z.ZodType>();

/** Remembers what a command takes, for {@link limitCatalogue}. */
export function rememberInput(mutation: string, schema: z.ZodType): void {
  taken.set(mutation, schema);
}

/** The limits of all commands that were declared: what the descriptions of their inputs say has to be the same. */
export function limitCatalogue(): readonly DeclaredLimit[] {
  return [...taken].flatMap(([mutation, schema]) =>
    limitsOf(node.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })), []).map((limit) => ({
      ...{ mutation, ...limit },
    })),
  );
}

interface Node {
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly items?: Node | undefined;
  readonly anyOf?: readonly Node[] | undefined;
  readonly oneOf?: readonly Node[] | undefined;
  readonly allOf?: readonly Node[] | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    ...{ properties: z.record(z.string(), node).optional(), items: node.optional() },
    ...{ anyOf: z.array(node).optional(), oneOf: z.array(node).optional(), allOf: z.array(node).optional() },
    ...{ minLength: z.number().optional(), maxLength: z.number().optional() },
    ...{ minItems: z.number().optional(), maxItems: z.number().optional() },
    ...{ minimum: z.number().optional(), maximum: z.number().optional() },
  }),
);

function limitsOf(part: Node, path: readonly string[]): Omit<DeclaredLimit, "mutation">[] {
  const limit = (of: DeclaredLimit["of"], min: number | undefined, max: number | undefined) =>
    max === undefined || max >= Number.MAX_SAFE_INTEGER ? [] : [{ path: path.join("."), of, min: min ?? null, max }];
  return [
    ...limit("characters", part.minLength, part.maxLength),
    ...limit("entries", part.minItems, part.maxItems),
    ...limit("number", part.minimum, part.maximum),
    ...Object.entries(part.properties ?? {}).flatMap(([name, inner]) => limitsOf(inner, [...path, name])),
    ...[part.items, ...(part.anyOf ?? []), ...(part.oneOf ?? []), ...(part.allOf ?? [])].flatMap((inner) =>
      inner === undefined ? [] : limitsOf(inner, path),
    ),
  ];
}
