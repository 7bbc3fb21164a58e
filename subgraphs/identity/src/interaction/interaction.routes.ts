import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyPluginAsync } from "fastify";
import { errors } from "oidc-provider";
import { z } from "zod";
import type { ProviderHolder } from "../provider/provider.ts";
import { signIn } from "../signin/signin.service.ts";
import { page } from "./page.ts";

const credentials = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(1_024) });

/** `/oidc/interaction/:uid`: where the provider sends a person who has to sign in. */
export function interactionRoutes(provider: ProviderHolder, orm: MikroORM): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: 10_000 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    app.addHook("onRequest", async (_request, reply) => {
      reply.header("cache-control", "no-store").type("text/html; charset=utf-8");
    });
    app.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      return reply.code(400).send(page("Sign-in failed", "<p>This sign-in has expired: start again.</p>"));
    });

    app.get("/oidc/interaction/:uid", async (request, reply) => {
      await provider.interactionDetails(request.raw, reply.raw);
      return reply.send(signInPage());
    });
    app.post("/oidc/interaction/:uid", async (request, reply) => {
      await provider.interactionDetails(request.raw, reply.raw);
      const given = credentials.safeParse(request.body);
      if (!given.success) return reply.code(400).send(signInPage("Give your e-mail address and your password."));
      const outcome = await signIn(orm, given.data.email, given.data.password);
      if (outcome.kind === "refused")
        return reply.code(401).send(signInPage("The e-mail address or the password is wrong."));
      if (outcome.kind === "locked")
        return reply
          .code(429)
          .header("retry-after", outcome.retryAfterSeconds)
          .send(signInPage(`Too many sign-ins failed: try again in ${outcome.retryAfterSeconds} seconds.`));
      const login = { accountId: outcome.user.id, amr: ["pwd"], remember: false };
      const returnTo = await provider.interactionResult(request.raw, reply.raw, { login });
      return reply.redirect(returnTo, 303);
    });
  };
}

function signInPage(problem?: string): string {
  return page(
    "Sign in",
    `${problem === undefined ? "" : `<p role="alert">${problem}</p>`}
<form method="post">
<label>E-mail address <input type="email" name="email" autocomplete="username" required></label>
<label>Password <input type="password" name="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button>
</form>`,
  );
}
