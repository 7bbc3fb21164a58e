import { attachmentNamed, endWhenIdle, fileGuards, linkInvalid, type SubgraphServices } from "@careconnect/kit";
import type { FastifyInstance } from "fastify";
import { printLink } from "./print.link.ts";
import { print } from "./print.service.ts";

/** Without a byte for so long, fetching is over, in milliseconds. */
const idleTimeout = 30_000;

/** `GET /files/invoices/<link>` prints an invoice or a credit note: the link is sealed, short-lived, and all that is needed. */
export async function printRoutes(app: FastifyInstance, { contextOfLink }: SubgraphServices): Promise<void> {
  app.get("/files/invoices/*", async (request, reply) => {
    endWhenIdle(reply.raw, idleTimeout);
    const { "*": token = "" } = request.params as { readonly "*"?: string };
    const link = printLink.open(token);
    const context = link && (await contextOfLink(request, link));
    const file = context && (await print(context, link.said));
    // Before anything leaves.
    await context?.audit.flush();
    if (!file) return reply.code(404).send(linkInvalid);
    return reply
      .headers(fileGuards)
      .header("content-disposition", attachmentNamed(file.name))
      .type("application/pdf")
      .send(file.bytes);
  });
}
