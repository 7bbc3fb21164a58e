import { parseArgs } from "node:util";
import { ConfigurationError } from "../config/config.ts";

/** What an operator wants of the events that failed for good. */
export type DeadLetterOrder =
  | { readonly do: "list" }
  | { readonly do: "show"; readonly queue: string; readonly eventIds: readonly string[] }
  | { readonly do: "retry"; readonly queue: string; readonly eventIds: readonly string[] | undefined }
  | { readonly do: "discard"; readonly queue: string; readonly eventIds: readonly string[] };

export const deadLetterUsage =
  "Usage: dead-letters [list | show <queue> <event> … | retry <queue> [<event> …] | discard <queue> <event> … --yes].";

/** Reads what follows `dead-letters`. `queues` are those of the subgraph. */
export function readDeadLetterArguments(given: readonly string[], queues: readonly string[]): DeadLetterOrder {
  const { values, positionals } = parsed(given);
  const [order = "list", queue, ...eventIds] = positionals;
  if (order === "list" && queue === undefined) return { do: "list" };
  if (order !== "show" && order !== "retry" && order !== "discard") throw new ConfigurationError(deadLetterUsage);
  if (queue === undefined || !queues.includes(queue))
    throw new ConfigurationError(`${queue ?? "Nothing"} is no queue of this subgraph, which has ${queues.join(", ")}.`);
  if (order === "retry") return { do: "retry", queue, eventIds: eventIds.length > 0 ? eventIds : undefined };
  if (eventIds.length === 0) throw new ConfigurationError(deadLetterUsage);
  if (order === "show") return { do: "show", queue, eventIds };
  if (!values.yes)
    throw new ConfigurationError("An event that is discarded never has its effect here: say --yes if that is meant.");
  return { do: "discard", queue, eventIds };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { yes: { type: "boolean", default: false } },
    });
  } catch {
    throw new ConfigurationError(deadLetterUsage);
  }
}
