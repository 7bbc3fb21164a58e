import { z } from "zod";
import type { EventDefinition } from "./event.definition.ts";

/** An event as its reference describes it; `payload` is a JSON Schema. */
export interface EventEntry {
  readonly type: string;
  readonly version: number;
  readonly aggregateType: string;
  readonly description: string;
  readonly payload: object;
}

/** What a subgraph tells others, in the order in which it declares it. */
export function eventCatalogue(definitions: readonly EventDefinition[]): EventEntry[] {
  return definitions.map(({ type, version, aggregateType, description, payload }) => ({
    type,
    version,
    aggregateType,
    description,
    payload: z.toJSONSchema(payload, { io: "input" }),
  }));
}
