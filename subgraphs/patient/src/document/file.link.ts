import { defineLink, type RequestContext } from "@careconnect/kit";
import { z } from "zod";
import { documentSettings } from "./document.settings.ts";

const linkUses = ["upload", "download", "thumbnail"] as const;

/** What a link lets somebody do with a document's file. */
export type LinkUse = (typeof linkUses)[number];

export const fileLink = defineLink("document.link", z.object({ use: z.enum(linkUses), documentId: z.uuid() }));

/** An address below /files, good for whoever asks, until `expiresAt`. */
export function linkTo(use: LinkUse, documentId: string, { issued }: RequestContext, expiresAt: Date): string {
  return `${documentSettings().origin}/files/${fileLink.seal({ use, documentId }, issued, expiresAt)}`;
}
