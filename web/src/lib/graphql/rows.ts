/** The rows of a connection: undefined while it loads, null when its service failed. `?.` would make one of both. */
export function rowsOf<Row>(connection: { readonly nodes: readonly Row[] } | null | undefined) {
  return connection === null || connection === undefined ? connection : connection.nodes;
}
