import { type Entity, openOrm } from "../persistence/orm.ts";
import { BlindIndex, SensitiveText } from "./sensitive.column.ts";

/** A column that can hold what somebody wrote. */
export interface TextColumn {
  readonly table: string;
  readonly column: string;
  /** `plain` unless the driver seals it, or it is the keyed hash of one that it seals. */
  readonly kept: "plain" | "sealed" | "blind index";
}

const nowhere = "postgres://nobody@localhost/nothing";
const textTypes = /^(text|varchar|char|json)/;

/** Every column of a subgraph's tables that can hold text, for the table of columns in docs/security.md. */
export async function columnCatalogue(definition: {
  readonly entities: readonly Entity[];
  readonly unowned?: readonly Entity[];
}): Promise<TextColumn[]> {
  const orm = await openOrm({
    url: nowhere,
    entities: definition.entities,
    ...(definition.unowned && { unowned: definition.unowned }),
  });
  try {
    return [...orm.getMetadata().getAll().values()].flatMap(({ tableName, props }) =>
      props
        // What is computed as it is read is kept nowhere.
        .filter(({ formula, columnTypes }) => !formula && columnTypes?.some((type) => textTypes.test(type)))
        .map(({ fieldNames, name, customType }) => ({
          table: tableName,
          column: fieldNames[0] ?? name,
          kept:
            customType instanceof SensitiveText ? "sealed" : customType instanceof BlindIndex ? "blind index" : "plain",
        })),
    );
  } finally {
    await orm.close(true);
  }
}
