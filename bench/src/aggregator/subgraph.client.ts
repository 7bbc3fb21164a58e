import { Pool } from "undici";

/** Asks one subgraph; throws when it answers with an error. */
export type AskSubgraph = <Data>(document: string, variables: object, authorization: string) => Promise<Data>;

export interface Reference {
  readonly __typename: string;
  readonly id: string;
}

const timeoutMs = 10_000;
/** As many as the router has. */
const connections = 64;

export function createSubgraphClient(port: number): AskSubgraph {
  const pool = new Pool(`http://127.0.0.1:${port}`, {
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return async <Data>(query: string, variables: object, authorization: string) => {
    const { statusCode, body } = await pool.request({
      path: "/graphql",
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", authorization },
      body: JSON.stringify({ query, variables }),
    });
    const answer = JSON.parse(await body.text()) as { data?: Data; errors?: { message: string }[] };
    if (answer.data && !answer.errors) return answer.data;
    throw new Error(`A subgraph answered ${statusCode}: ${answer.errors?.[0]?.message ?? "no data"}`);
  };
}

/** Replaces the references that nodes hold in `field` by what `ask` says of them, in one question and each once. */
export async function joinEntities<Field extends string>(
  nodes: readonly { [Name in Field]?: object | null }[],
  field: Field,
  ask: (representations: readonly object[]) => Promise<{ _entities: readonly (object | null)[] }>,
  merge: (reference: Reference, entity: object) => object = (_, entity) => entity,
): Promise<void> {
  const references = new Map<string, Reference>();
  for (const node of nodes) {
    const reference = node[field] as Reference | null | undefined;
    if (reference) references.set(reference.id, reference);
  }
  if (references.size === 0) return;
  const distinct = [...references.values()];
  const { _entities: entities } = await ask(distinct);
  const found = new Map(distinct.map(({ id }, index) => [id, entities[index]]));
  for (const node of nodes) {
    const reference = node[field] as Reference | null | undefined;
    if (!reference) continue;
    const entity = found.get(reference.id);
    node[field] = entity ? merge(reference, entity) : null;
  }
}
