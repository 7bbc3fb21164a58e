import { Readable } from "node:stream";
import {
  attachmentNamed,
  endWhenIdle,
  FileTakenError,
  fileGuards,
  linkInvalid,
  type SubgraphServices,
} from "@careconnect/kit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { nameToSave } from "./content.type.ts";
import type { DocumentRow } from "./document.entity.ts";
import { fileOf, keep, readKept, thumbnailOf, uploadOf } from "./document.files.ts";
import { documentSettings } from "./document.settings.ts";
import { fileLink, type LinkUse } from "./file.link.ts";
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

/**
 * `PUT /files/<link>` takes the file of a document, where no store takes it itself; `GET /files/<link>` gives a file or a
 * thumbnail. The link is all that is needed: it is sealed, and short-lived.
 */
export async function fileRoutes(app: FastifyInstance, { contextOfLink }: SubgraphServices): Promise<void> {
  /** Who uses a link for what, unless it is none of `uses`, or good no more. */
  async function opened(request: FastifyRequest, ...uses: readonly LinkUse[]) {
    const { "*": token = "" } = request.params as { readonly "*"?: string };
    const link = fileLink.open(token);
    const context = link && uses.includes(link.said.use) ? await contextOfLink(request, link) : null;
    if (!link || !context) throw invalidLink();
    return { ...link.said, context };
  }

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

    files.put("/files/*", async (request, reply) => {
      endWhenIdle(request.raw, documentSettings().idleTimeout);
      const { context, documentId } = await opened(request, "upload");
      const document = await findForUpload(context, documentId);
      await context.audit.flush();
      if (!document) throw invalidLink();
      await take(request, document);
      return reply.code(201).headers(fileGuards).send({});
    });

    files.get("/files/*", async (request, reply) => {
      endWhenIdle(reply.raw, documentSettings().idleTimeout);
      const { context, documentId, use } = await opened(request, "download", "thumbnail");
      const document = await findForDownload(context, documentId);
      // Before anything leaves.
      await context.audit.flush();
      const isWhole = use === "download";
      if (!document?.fileId || !(isWhole || document.hasThumbnail)) throw invalidLink();
      const bytes = await readKept(document, isWhole ? fileOf(document.fileId) : thumbnailOf(document.fileId));
      if (!bytes) throw new Error("The file of a document is not in the store.");
      reply.headers(fileGuards).type(isWhole ? document.contentType : thumbnailType);
      reply.header(
        "content-disposition",
        isWhole ? attachmentNamed(nameToSave(document.name ?? "document", document.contentType)) : "attachment",
      );
      if (isWhole) reply.header("content-length", document.size);
      return reply.send(Readable.from(bytes, { objectMode: false }));
    });
  });
}

function invalidLink(): FileRefusal {
  return new FileRefusal(404, linkInvalid.code, linkInvalid.message);
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
