import { randomUUID } from "node:crypto";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { MailConfig } from "./mail.config.ts";

/** One mail, ready to go. */
export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailTransport {
  /** Hands the mail on; throws when the other side did not take it. */
  deliver(message: MailMessage): Promise<void>;
  close(): void;
}

const limits = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000, dnsTimeout: 5_000 };

export function createMailTransport(config: MailConfig): MailTransport {
  return config.kind === "smtp" ? smtpTransport(config.url, config.from) : folderTransport(config.folder, config.from);
}

function smtpTransport(url: string, from: string): MailTransport {
  const transport = createTransport({
    url,
    ...limits,
    pool: true,
    maxConnections: 2,
    // A mail says what we wrote: nothing is read from files or fetched from URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver(message) {
      await transport.sendMail({ from, ...message });
    },
    close: () => transport.close(),
  };
}

/** Each mail is a file that its owner alone may read: it holds a link that opens an account. */
function folderTransport(folder: string, from: string): MailTransport {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  return {
    async deliver(message) {
      const { message: composed } = await composer.sendMail({ from, textEncoding: "quoted-printable", ...message });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const name = `${new Date().toISOString().replaceAll(/[:.]/g, "-")}-${randomUUID().slice(0, 8)}`;
      const unfinished = join(folder, `.${name}`);
      await writeFile(unfinished, composed as Buffer, { mode: 0o600 });
      // Whoever lists the folder sees whole mails alone.
      await rename(unfinished, join(folder, `${name}.eml`));
    },
    close: () => composer.close(),
  };
}
