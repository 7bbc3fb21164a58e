import { setTimeout as wait } from "node:timers/promises";
import { type DelegatedScope, delegatedScopes } from "../../policy/policy.scopes.ts";
import type { TestSubgraph } from "../test.subgraph.ts";
import { connectSubscriber, type TestSubscriber, type TestSubscription } from "../test.subscriber.ts";
import { call, declared, variablesOf } from "./policy.answers.ts";
import { columns, delegatedTo, delegating, idsFor, type PolicyCase, schemaRows, viewerOf } from "./policy.check.ts";
import { type Column, isAllowed, relationsOf } from "./policy.matrix.ts";
import { type PolicyRow, selectionOf } from "./policy.rows.ts";

/** Who listens: somebody themselves, or a partner's application with one scope for them. */
interface Listening {
  readonly column: Column;
  readonly scope?: DelegatedScope;
}

interface Listener extends Listening {
  readonly subscriber: TestSubscriber;
  readonly subscription: TestSubscription;
}

const everybody: readonly Listening[] = [
  ...columns.map((column) => ({ column })),
  ...delegatedScopes.flatMap((scope) => delegating.map((column) => ({ column, scope }))),
];

/** Lets everybody in every column, and applications with every scope, subscribe to every event stream, and something happen: who is told is as decided. */
export async function checkStreams(subgraph: TestSubgraph, checked: PolicyCase): Promise<string[]> {
  const { rows } = schemaRows(checked);
  const wrong: string[] = [];
  for (const row of rows) if (row.kind === "Subscription") wrong.push(...(await checkStream(subgraph, checked, row)));
  return wrong;
}

async function checkStream(subgraph: TestSubgraph, { matrix, probes, world }: PolicyCase, row: PolicyRow) {
  const { name, field } = row;
  const decision = matrix.rows[name];
  const probe = probes[name];
  if (!field || !decision || !probe?.happens) return [];
  const { text, declarations } = call(field, "of");
  const document = `subscription${declared(declarations)} { told: ${text} ${selectionOf(field.type)} }`;

  const listeners: Listener[] = [];
  try {
    for (const { column, scope } of everybody) {
      const viewer = { ...viewerOf(column, world), ...(scope && { scope }) };
      const subscriber = await connectSubscriber(subgraph, viewer);
      const variables = variablesOf("of", probe, idsFor(column.relation, world));
      const subscription = await subscriber.subscribe(document, variables);
      listeners.push({ column, ...(scope && { scope }), subscriber, subscription });
    }
    const decisionOf = ({ scope }: Listening) => delegatedTo(scope, decision) ?? decision;
    const isTold = (listening: Listening) =>
      listening.column.relation !== "otherOrganization" && isAllowed(decisionOf(listening), listening.column);
    // What is told last has passed by whoever was not told.
    for (const round of [1, 2]) {
      await probe.happens(world.ids);
      if (world.ownIds) await probe.happens(idsFor("own", world));
      for (const listener of listeners) if (isTold(listener)) await listener.subscription.arrived(round);
    }
    await wait(100);
    const problems = await Promise.all(
      listeners.map(async (listener) => {
        const { column, subscription } = listener;
        const told = subscription.events.filter(({ data }) => data?.told).length;
        if (isTold(listener)) return told > 0 ? undefined : "is to be told, but is not";
        if (told > 0) return "is not to be told, but is";
        if (relationsOf(decisionOf(listener), column.role).length > 0) return undefined;
        return (await isForbidden(subscription)) ? undefined : "is to be FORBIDDEN, but may listen";
      }),
    );
    return problems.flatMap((problem, index) => {
      const { column, scope } = listeners[index] ?? {};
      const how = scope ? ` with ${scope}` : "";
      return problem ? [`${name}, ${column?.role} by ${column?.relation}${how}: ${problem}`] : [];
    });
  } finally {
    for (const { subscriber } of listeners) await subscriber.close();
  }
}

async function isForbidden({ ended }: TestSubscription): Promise<boolean> {
  const end = await Promise.race([ended, wait(1_000)]);
  return Array.isArray(end) && end[0]?.extensions?.code === "FORBIDDEN";
}
