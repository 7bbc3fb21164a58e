import type { SubjectPage } from "@careconnect/kit";
import { z } from "zod";
import { ExportFailure } from "./export.state.ts";

/** Why everything could not be gathered. */
export class GatheringFault extends Error {
  override readonly name = "GatheringFault";

  constructor(
    readonly failure: ExportFailure,
    options?: ErrorOptions,
  ) {
    super(`A patient's data could not be gathered: ${failure}.`, options);
  }
}

const page = z.object({
  table: z.string(),
  rows: z.array(z.record(z.string(), z.unknown())),
  next: z.string().nullable(),
});

/** A page comes within, in milliseconds. */
const timeout = 15_000;

/** As whom a subgraph is asked, and about whom. */
export interface Question {
  readonly authorization: string;
  readonly correlationId: string;
  readonly patientId: string;
  /** Those that are the patient's now: the subgraph may not have heard yet that others are theirs no more. */
  readonly records: readonly string[];
  readonly from: string | null;
}

/** Asks the subgraph at `url` for a page of what it knows. @throws GatheringFault */
export async function askSource(url: string, { patientId, records, from, ...asked }: Question): Promise<SubjectPage> {
  const response = await fetch(`${url}/subject`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: asked.authorization,
      "x-correlation-id": asked.correlationId,
    },
    body: JSON.stringify({ patientId, records, from }),
    signal: AbortSignal.timeout(timeout),
  }).catch(unavailable);
  if (!response.ok) {
    await response.body?.cancel();
    const isOver = response.status === 401 || response.status === 403;
    throw new GatheringFault(isOver ? ExportFailure.ACCESS_ENDED : ExportFailure.SERVICE_UNAVAILABLE);
  }
  return page.parse(await response.json().catch(unavailable));
}

function unavailable(cause: unknown): never {
  throw new GatheringFault(ExportFailure.SERVICE_UNAVAILABLE, { cause });
}
