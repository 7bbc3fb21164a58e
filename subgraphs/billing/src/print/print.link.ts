import { defineLink, type FileLink, fileLinkTime, type RequestContext } from "@careconnect/kit";
import { z } from "zod";
import { printOrigin } from "./print.settings.ts";

const addressed = z.object({ name: z.string(), lines: z.array(z.string()) });

/** What a link prints. To whom it is addressed was read when the link was given: nobody keeps it here. */
export const printLink = defineLink(
  "invoice.print.link",
  z.object({ invoiceId: z.uuid(), creditNoteId: z.uuid().optional(), patient: addressed }),
);

type Printing = Parameters<typeof printLink.seal>[0];

/** An address that prints it in the next two minutes, for whoever has it. */
export function linkToPrint(printing: Printing, { issued }: RequestContext): FileLink {
  const expiresAt = new Date(Date.now() + fileLinkTime);
  return { url: `${printOrigin()}/files/invoices/${printLink.seal(printing, issued, expiresAt)}`, expiresAt };
}
