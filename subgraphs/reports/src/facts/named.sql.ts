import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";

/**
 * Runs `sql` in the transaction that `em` may have open; `:name` stands for the parameter of that name, as often as
 * needed. `:organization`, which every statement must use, is the organization that `em` is bound to.
 */
export async function runNamed<Row extends object>(
  em: EntityManager,
  sql: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Row[]> {
  if (!/:organization\b/.test(sql)) throw new Error("The statement is not narrowed to an organization.");
  const known: Readonly<Record<string, unknown>> = { ...parameters, organization: boundOrganization(em) };
  const values: unknown[] = [];
  // Two colons are a cast.
  const positional = sql.replaceAll(/(?<!:):([a-z]\w*)/gi, (_match, name: string) => {
    if (!(name in known)) throw new Error(`The statement has no parameter "${name}".`);
    values.push(known[name]);
    return "?";
  });
  return em.execute<Row[]>(positional, values);
}
