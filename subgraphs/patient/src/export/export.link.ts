import { defineLink, type RequestContext } from "@careconnect/kit";
import { z } from "zod";
import { exportSettings } from "./export.settings.ts";

/** For so long a link is good, in milliseconds; each time that it is asked for there is another one. */
const lifetime = 5 * 60_000;

export const exportLink = defineLink("patient.export.link", z.object({ exportId: z.uuid() }));

/** Where the archive can be fetched, for some minutes, by whoever asks. */
export function linkToExport(exportId: string, { issued }: RequestContext): string {
  const link = exportLink.seal({ exportId }, issued, new Date(Date.now() + lifetime));
  return `${exportSettings().origin}/files/exports/${link}`;
}
