import { describeFault } from "@careconnect/kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errors } from "oidc-provider";
import { expiredPage } from "../interaction/sign-in.pages.ts";
import type { FormTokens } from "./form.token.ts";
import { noticePage } from "./notice.page.ts";
import { inLanguage, languageCookie, languageOf } from "./page.language.ts";
import { texts } from "./page.texts.ts";
import { sendPage } from "./page.ts";

const formType = "application/x-www-form-urlencoded";
const bodyLimit = 32_000;

/** A form that was not made by a page of ours in this browser. */
class ForeignFormError extends Error {
  override readonly name = "ForeignFormError";
}

interface PageScope {
  readonly forms: FormTokens;
  /** The path below which the pages lie. */
  readonly base: string;
  /** Where the web app is. */
  readonly appUrl: string;
  readonly isSecure: boolean;
}

/**
 * Makes `app` a scope of pages: forms in and HTML out, in the language of whoever asks. Every post must carry the token of its form, so that no other
 * site can post in somebody's name.
 */
export function servePages(app: FastifyInstance, { forms, base, appUrl, isSecure }: PageScope): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(formType, { parseAs: "string", bodyLimit }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  app.addHook("preHandler", async (request) => {
    if (request.method === "POST" && !forms.matches(request)) throw new ForeignFormError();
  });
  app.addHook("preHandler", (request, reply, done) => {
    const cookie = languageCookie(request.url, base, isSecure);
    if (cookie !== undefined) reply.header("set-cookie", cookie);
    inLanguage(languageOf(request.raw), done);
  });
  app.setErrorHandler((error: unknown, request, reply) =>
    inLanguage(languageOf(request.raw), () => answerFault(error, request, reply, appUrl)),
  );
}

/** The fields of a posted form; a missing one is empty. */
export function fieldsOf<Name extends string>(
  request: FastifyRequest,
  ...names: readonly Name[]
): Readonly<Record<Name, string>> {
  const body = (request.body ?? {}) as Partial<Record<string, string>>;
  return Object.fromEntries(names.map((name) => [name, body[name] ?? ""])) as Record<Name, string>;
}

/** A field that holds JSON; undefined when it does not. What is in it is for whoever asks to verify. */
export function jsonField<Value extends object>(request: FastifyRequest, name: string): Value | undefined {
  try {
    const value: unknown = JSON.parse(fieldsOf(request, name)[name] ?? "");
    return typeof value === "object" && value !== null ? (value as Value) : undefined;
  } catch {
    return undefined;
  }
}

function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply, appUrl: string): FastifyReply {
  const reference = texts().fault.reference(request.id);
  if (error instanceof ForeignFormError)
    return sendPage(
      reply,
      403,
      noticePage({ title: texts().fault.title, lead: texts().errors.form, footnote: reference }),
    );
  if (error instanceof errors.SessionNotFound) return sendPage(reply, 400, expiredPage(appUrl));
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode < 500) {
    const lead = statusCode === 413 ? texts().fault.tooLarge : texts().fault.lead;
    return sendPage(reply, statusCode, noticePage({ title: texts().fault.title, lead, footnote: reference }));
  }
  request.log.error({ fault: describeFault(error) }, "a page failed");
  return sendPage(
    reply,
    500,
    noticePage({ title: texts().fault.title, lead: texts().fault.lead, footnote: reference }),
  );
}
