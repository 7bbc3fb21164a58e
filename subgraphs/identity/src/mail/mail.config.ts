import { join } from "node:path";
import { ConfigurationError, type Mode } from "@careconnect/kit";

/** Where mail goes: to an SMTP server, or in the demo into a folder. */
export type MailConfig =
  | { readonly kind: "smtp"; readonly url: string; readonly from: string }
  | { readonly kind: "folder"; readonly folder: string; readonly from: string };

const demoSender = "CareConnect <no-reply@careconnect.test>";

/** Reads SMTP_URL and MAIL_FROM; the demo does without, and writes into `<CARECONNECT_DATA>/mail`. */
export function readMailConfig(env: NodeJS.ProcessEnv, mode: Mode): MailConfig {
  const url = env.SMTP_URL || undefined;
  if (url === undefined) {
    if (mode === "production")
      throw new ConfigurationError(
        "SMTP_URL is missing: without a mail server nobody can register, be invited or reset a password.",
      );
    return {
      kind: "folder",
      folder: join(env.CARECONNECT_DATA || ".data", "mail"),
      from: env.MAIL_FROM || demoSender,
    };
  }
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol))
    throw new ConfigurationError(
      "SMTP_URL must be a URL such as smtps://user:password@mail.example.org or smtp://mail.example.org:587.",
    );
  const from = env.MAIL_FROM || (mode === "demo" ? demoSender : undefined);
  if (from === undefined)
    throw new ConfigurationError(
      "MAIL_FROM is missing: it is the sender of our mail, such as CareConnect <no-reply@example.org>.",
    );
  return { kind: "smtp", url, from };
}
