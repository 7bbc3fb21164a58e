import { Readable } from "node:stream";
import { createCommandContext, originOf, publicSignatureKeys, type SubgraphServices } from "@careconnect/kit";
import type { FastifyInstance } from "fastify";
import { archiveOf } from "./export.archive.ts";
import { openLink } from "./export.link.ts";
import { findForDownload } from "./export.service.ts";
import { signaturePurpose } from "./export.verification.ts";

/** What guards an archive that a browser is given: it is saved and not shown. */
const guards = {
  "cache-control": "private, no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-disposition": 'attachment; filename="export.zip"',
} as const;

/** A slow line fetches an archive within it, in milliseconds. */
const transferTimeout = 120_000;

/**
 * `GET /files/exports/<link>` gives the archive of an export: the link is sealed, short-lived, and all that is needed.
 * `GET /files/export-keys` tells everybody the public keys that verify archives, as a JSON Web Key Set.
 */
export async function exportRoutes(app: FastifyInstance, { orm }: Pick<SubgraphServices, "orm">): Promise<void> {
  app.get("/files/export-keys", async () => ({ keys: publicSignatureKeys(signaturePurpose) }));

  app.get("/files/exports/*", { handlerTimeout: transferTimeout }, async (request, reply) => {
    const { "*": token = "" } = request.params as { readonly "*"?: string };
    const link = openLink(token, new Date());
    const context = link && createCommandContext(orm, link.viewer, originOf(request));
    const row = link && context && (await findForDownload(context, link.exportId));
    if (!row) {
      return reply
        .code(404)
        .send({ code: "FILE_LINK_INVALID", message: "This link is good no more: ask for another one." });
    }
    // Before anything leaves.
    await context.audit.flush();
    return reply
      .headers(guards)
      .type("application/zip")
      .send(Readable.from(archiveOf(context.em, row), { objectMode: false }));
  });
}
