import { Readable } from "node:stream";
import { endWhenIdle, fileGuards, linkInvalid, publicSignatureKeys, type SubgraphServices } from "@careconnect/kit";
import type { FastifyInstance } from "fastify";
import { documentSettings } from "../document/document.settings.ts";
import { archiveOf } from "./export.archive.ts";
import { exportLink } from "./export.link.ts";
import { findForDownload } from "./export.service.ts";
import { signaturePurpose } from "./export.verification.ts";

/**
 * `GET /files/exports/<link>` gives the archive of an export: the link is sealed, short-lived, and all that is needed.
 * `GET /files/export-keys` tells everybody the public keys that verify archives, as a JSON Web Key Set.
 */
export async function exportRoutes(app: FastifyInstance, { contextOfLink }: SubgraphServices): Promise<void> {
  app.get("/files/export-keys", async () => ({ keys: publicSignatureKeys(signaturePurpose) }));

  app.get("/files/exports/*", async (request, reply) => {
    endWhenIdle(reply.raw, documentSettings().idleTimeout);
    const { "*": token = "" } = request.params as { readonly "*"?: string };
    const link = exportLink.open(token);
    const context = link && (await contextOfLink(request, link));
    const row = context && (await findForDownload(context, link.said.exportId));
    // Before anything leaves.
    await context?.audit.flush();
    if (!row) return reply.code(404).send(linkInvalid);
    return reply
      .headers(fileGuards)
      .header("content-disposition", 'attachment; filename="export.zip"')
      .type("application/zip")
      .send(Readable.from(archiveOf(context.em, row), { objectMode: false }));
  });
}
