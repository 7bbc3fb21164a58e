import { Readable } from "node:stream";
import { createCommandContext, FileTakenError, originOf, type SubgraphServices } from "@careconnect/kit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { DocumentRow } from "./document.entity.ts";
import { fileOf, keep, readKept, thumbnailOf, uploadOf } from "./document.files.ts";
import { type LinkUse, type OpenedLink, openLink } from "./file.link.ts";
import { findForDownload, findForUpload } from "./file.service.ts";
import { thumbnailType } from "./thumbnail.ts";

/** A request for a file that is answered with a reason. */
class FileRefusal extends Error {
  override readonly name = "FileRefusal";

  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What guards a file that a browser is given: it is saved and not shown, whatever is in it. */
const guards = {
  "cache-control": "private, no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

/** A slow line sends and fetches a file within it, in milliseconds. */
const transferTimeout = 120_000;

/**
 * `PUT /files/<link>` takes the file of a document, where no store takes it itself; `GET /files/<link>` gives a file or a
 * thumbnail. The link is all that is needed: it is sealed, and short-lived.
 */
export async function fileRoutes(app: FastifyInstance, { orm }: Pick<SubgraphServices, "orm">): Promise<void> {
  const contextOf = (request: FastifyRequest, { viewer }: OpenedLink) =>
    createCommandContext(orm, viewer, originOf(request));

  await app.register(async (files) => {
    files.removeAllContentTypeParsers();
    // Whatever it is, it goes on as it comes.
    files.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    files.setErrorHandler((error, request, reply) => {
      if (!(error instanceof FileRefusal)) throw error;
      // What was sent and not read would be taken for the next request.
      if (request.method === "PUT") reply.header("connection", "close");
      return reply.code(error.statusCode).send({ code: error.code, message: error.message });
    });

    files.put("/files/*", { handlerTimeout: transferTimeout }, async (request, reply) => {
      const link = linkOf(request, "upload");
      const document = await findForUpload(contextOf(request, link), link.documentId);
      if (!document) throw invalidLink();
      await take(request, document);
      return reply.code(201).headers(guards).send({});
    });

    files.get("/files/*", { handlerTimeout: transferTimeout }, async (request, reply) => {
      const link = linkOf(request, "download", "thumbnail");
      const context = contextOf(request, link);
      const document = await findForDownload(context, link.documentId);
      const isWhole = link.use === "download";
      if (!document?.fileId || !(isWhole || document.hasThumbnail)) throw invalidLink();
      const bytes = await readKept(document, isWhole ? fileOf(document.fileId) : thumbnailOf(document.fileId));
      if (!bytes) throw new Error("The file of a document is not in the store.");
      // Before anything leaves.
      await context.audit.flush();
      reply.headers(guards).type(isWhole ? document.contentType : thumbnailType);
      reply.header("content-disposition", isWhole ? attachmentNamed(document.name) : "attachment");
      if (isWhole) reply.header("content-length", document.size);
      return reply.send(Readable.from(bytes, { objectMode: false }));
    });
  });
}

function linkOf(request: FastifyRequest, ...uses: readonly LinkUse[]): OpenedLink {
  const { "*": token = "" } = request.params as { readonly "*"?: string };
  const link = openLink(token, new Date());
  if (!link || !uses.includes(link.use)) throw invalidLink();
  return link;
}

function invalidLink(): FileRefusal {
  return new FileRefusal(404, "FILE_LINK_INVALID", "This link is good no more: ask for another one.");
}

/** Keeps what is sent, once, if it is as it was announced. */
async function take({ headers, body }: FastifyRequest, document: DocumentRow): Promise<void> {
  if (Number(headers["content-length"]) !== document.size || headers["content-type"] !== document.contentType)
    throw new FileRefusal(400, "UPLOAD_MISMATCH", "Send the file with the headers that came with the link.");
  try {
    await keep(document, uploadOf(document), body as Readable, document.size);
  } catch (error) {
    if (error instanceof FileTakenError)
      throw new FileRefusal(409, "UPLOAD_REPEATED", "The file was sent already: complete the upload.");
    throw error;
  }
}

/** The header by which a browser saves a file under its name, whatever script that is in (RFC 6266). */
function attachmentNamed(name: string | null | undefined): string {
  const encoded = encodeURIComponent(name ?? "document").replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}
