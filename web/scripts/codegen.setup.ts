/** Tests import the generated documents, which a fresh clone does not have yet. */
export default async function setup(): Promise<void> {
  await import("./codegen.ts");
}
