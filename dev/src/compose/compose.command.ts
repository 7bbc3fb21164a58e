import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSchema } from "graphql";
import { complain, say } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import { repositoryRoot } from "../repository.root.ts";
import { undeclaredBreakingChanges } from "./breaking.changes.ts";
import { brokerUsers } from "./broker.users.ts";
import { type Composition, composeSupergraph, type SubgraphSdl } from "./composition.ts";
import { withErrorReference } from "./error.reference.ts";
import { withEventReference } from "./event.reference.ts";
import { missingDescriptions, nonNullAcrossSubgraphs } from "./schema.lint.ts";
import { emitSdl, printedBy } from "./subgraph.sdl.ts";
import { withSubjectReference } from "./subject.reference.ts";
import { readSupergraphConfig } from "./supergraph.config.ts";

/**
 * `npm run compose`: emits each subgraph's SDL from its code, composes, and writes schema/*.graphql and the references in docs/events.md,
 * docs/privacy.md and schema/ERRORS.md, and what RabbitMQ has to know of who publishes what.
 * With `--check` it writes nothing and fails when what is committed is not what the code says.
 */
async function main(): Promise<void> {
  const check = process.argv.includes("--check");
  const entries = readSupergraphConfig(join(repositoryRoot, "supergraph.yaml"));
  const subgraphs = await Promise.all(entries.map(async ({ name, url }) => ({ name, url, sdl: await emitSdl(name) })));
  const composed = composeSupergraph(subgraphs);
  if ("errors" in composed) throw new Failure(`The subgraphs do not compose:\n${bullets(composed.errors)}`);

  await refuse(composed, subgraphs);
  const events = new Map(
    await Promise.all(entries.map(async ({ name }) => [name, await printedBy(`subgraphs/${name}`, "events")] as const)),
  );
  const subjects = new Map(
    await Promise.all(
      entries.map(async ({ name }) => [name, await printedBy(`subgraphs/${name}`, "subjects")] as const),
    ),
  );
  const commandErrors = await Promise.all(entries.map(({ name }) => printedBy(`subgraphs/${name}`, "errors")));
  const errors = await printedBy("router", "errors");
  const files = new Map([
    ...entries.map(
      ({ name, file }) => [file, subgraphs.find((subgraph) => subgraph.name === name)?.sdl ?? ""] as const,
    ),
    ["schema/supergraph.graphql", composed.supergraphSdl] as const,
    [apiFile, composed.apiSdl] as const,
    [eventsPage, withEventReference(read(eventsPage), events)] as const,
    [brokerFile, brokerUsers(events)] as const,
    [privacyPage, withSubjectReference(read(privacyPage), subjects)] as const,
    [errorsPage, withErrorReference(read(errorsPage), errors, commandErrors)] as const,
  ]);
  if (check) {
    const drifted = [...files].filter(([file, content]) => read(file) !== content).map(([file]) => file);
    if (drifted.length > 0)
      throw new Failure(
        `The code says otherwise than what is committed: run \`npm run compose\`.\n${bullets(drifted)}`,
      );
    say(`The schema is in order: ${entries.length} subgraphs, ${files.size} files, no drift.`);
    return;
  }
  for (const [file, content] of files) {
    mkdirSync(dirname(join(repositoryRoot, file)), { recursive: true });
    writeFileSync(join(repositoryRoot, file), content);
  }
  say(`Composed ${entries.length} subgraphs into schema/supergraph.graphql.`);
}

const eventsPage = "docs/events.md";
const privacyPage = "docs/privacy.md";
const errorsPage = "schema/ERRORS.md";
const brokerFile = "deploy/rabbitmq/definitions.json";
const apiFile = "schema/api.graphql";

async function refuse(composed: Composition, subgraphs: readonly SubgraphSdl[]): Promise<void> {
  const before = published();
  const breaking = before
    ? await undeclaredBreakingChanges(buildSchema(before), composed.api, read("schema/CHANGELOG.md"))
    : [];
  const problems = [
    ...composed.hints.map((hint) => `Composition hint ${hint}`),
    ...missingDescriptions(composed.api),
    ...nonNullAcrossSubgraphs(subgraphs),
    ...breaking.map((change) => `Breaking change, not declared in schema/CHANGELOG.md: ${change}`),
  ];
  if (problems.length > 0) throw new Failure(`The schema is refused:\n${bullets(problems)}`);
}

/** The public API that was committed last: what is on disk may be the very change that is to be judged. */
function published(): string {
  const committed = spawnSync("git", ["show", `HEAD:${apiFile}`], { cwd: repositoryRoot, encoding: "utf8" });
  return committed.status === 0 ? committed.stdout : read(apiFile);
}

function read(file: string): string {
  try {
    return readFileSync(join(repositoryRoot, file), "utf8");
  } catch {
    // Not written yet: that is drift, or a first composition.
    return "";
  }
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `  - ${line}`).join("\n");
}

try {
  await main();
} catch (error) {
  complain(sentenceOf(error));
  process.exitCode = 1;
}
