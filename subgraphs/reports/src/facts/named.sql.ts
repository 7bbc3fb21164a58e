import type { EntityManager } from "@mikro-orm/postgresql";

/** Runs `sql` in the transaction that `em` has open; `:name` stands for the parameter of that name, as often as needed. */
export async function runNamed<Row extends object>(
  em: EntityManager,
  sql: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Row[]> {
  const values: unknown[] = [];
  const positional = sql.replaceAll(/(?<!:):([a-z]\w*)/gi, (_match, name: string) => {
    if (!(name in parameters)) throw new Error(`The statement has no parameter "${name}".`);
    values.push(parameters[name]);
    return "?";
  });
  return em.execute<Row[]>(positional, values);
}
