import { boundOrganization, type ConsumerDefinition, handling, payloadRows } from "@careconnect/kit";
import { z } from "zod";

const applyPayer = handling(z.object({ payerId: z.uuid() }), async ({ em }, events) => {
  await em.execute(
    `insert into payer_reference (organization_id, payer_id)
     select ?::uuid, "payerId" from jsonb_to_recordset(?::jsonb) as payer ("payerId" uuid)
     on conflict (organization_id, payer_id) do nothing`,
    [boundOrganization(em), payloadRows(events)],
  );
});

/** Keeps who may pay: of whom it was told, whatever else of them changed. */
export const payerConsumer: ConsumerDefinition = {
  name: "payers",
  handles: { "payer.registered": applyPayer, "payer.updated": applyPayer },
};
