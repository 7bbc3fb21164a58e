import { BREAK, GraphQLError, Kind, parse, type ValueNode, visit } from "graphql";

/** What graphql-js says of a variable before and after its value, which may be anything. */
const wrongVariable = /^Variable "\$(?<name>\w+)" got invalid value /;
const placeInVariable = / at "\w+(?<place>[^"]*)"$/;

/**
 * The path of the argument whose value a scalar refused, as in `["input", "from"]`: graphql-js knows it while it looks at
 * the value, and tells it in words alone. Undefined when it stands in no argument.
 */
export function inputPathOf(error: unknown): string[] | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const [node] = error.nodes ?? [];
  const document = node?.loc?.source.body;
  if (!node || document === undefined) return undefined;
  const name = wrongVariable.exec(error.message)?.groups?.name;
  if (name === undefined) return pathIn(document, ({ loc }) => loc?.start === node.loc?.start);
  const reason = error.originalError?.message ?? "";
  const place = placeInVariable.exec(error.message.slice(0, -`; ${reason}`.length))?.groups?.place ?? "";
  const used = pathIn(document, (value) => value.kind === Kind.VARIABLE && value.name.value === name);
  return used && [...used, ...place.split(/[.[\]]+/).filter((part) => part !== "")];
}

/** Where in its argument the first value stands that is the wanted one. */
function pathIn(document: string, isWanted: (value: ValueNode) => boolean): string[] | undefined {
  let found: string[] | undefined;
  visit(parse(document), {
    Argument({ name, value }) {
      found = pathTo(value, isWanted, [name.value]);
      return found && BREAK;
    },
  });
  return found;
}

function pathTo(value: ValueNode, isWanted: (value: ValueNode) => boolean, path: string[]): string[] | undefined {
  if (isWanted(value)) return path;
  const parts: [string, ValueNode][] =
    value.kind === Kind.OBJECT
      ? value.fields.map((field) => [field.name.value, field.value])
      : value.kind === Kind.LIST
        ? value.values.map((part, index) => [String(index), part])
        : [];
  for (const [key, part] of parts) {
    const found = pathTo(part, isWanted, [...path, key]);
    if (found) return found;
  }
  return undefined;
}
