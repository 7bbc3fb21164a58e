import type { MailContent } from "./mail.content.ts";

/** Every mail that we write, in one place, so that another language can stand beside it. */
export const mailTexts = {
  registration: (path: string): MailContent => ({
    subject: "Confirm your e-mail address",
    greeting: "Hello,",
    paragraphs: ["Welcome to CareConnect. Confirm that this address is yours, and choose a password."],
    action: { label: "Create my account", path },
    footnote: "The link is good once, for 24 hours. If you did not ask for an account, you need do nothing.",
  }),
  alreadyRegistered: (): MailContent => ({
    subject: "You already have an account",
    greeting: "Hello,",
    paragraphs: [
      "Somebody asked to create a CareConnect account with this address, and it has one already.",
      "If it was you, sign in as usual. If you do not remember your password, choose “Forgot your password?” on the sign-in page.",
    ],
    footnote: "If it was not you, you need do nothing: nobody has learned that you have an account.",
  }),
  reset: (displayName: string, path: string): MailContent => ({
    subject: "Choose a new password",
    greeting: `Hello ${displayName},`,
    paragraphs: ["Somebody asked for a new password for your CareConnect account."],
    action: { label: "Choose a new password", path },
    footnote: "The link is good once, for one hour. If it was not you, ignore this mail: your password stays as it is.",
  }),
  resetWithoutAccount: (): MailContent => ({
    subject: "There is no account with this address",
    greeting: "Hello,",
    paragraphs: [
      "Somebody asked for a new password for a CareConnect account with this address, and there is none.",
      "If it was you, try the address with which your clinic invited you.",
    ],
    footnote: "If it was not you, you need do nothing.",
  }),
  passwordChanged: (displayName: string): MailContent => ({
    subject: "Your password was changed",
    greeting: `Hello ${displayName},`,
    paragraphs: ["The password of your CareConnect account was changed, and you were signed out everywhere else."],
    footnote: "If it was not you, choose “Forgot your password?” on the sign-in page at once, and tell your clinic.",
  }),
  factorChanged: (displayName: string): MailContent => ({
    subject: "Two-step sign-in was changed",
    greeting: `Hello ${displayName},`,
    paragraphs: ["The second step with which you sign in to CareConnect was changed."],
    footnote: "If it was not you, choose a new password at once, and tell your clinic.",
  }),
  invitation: (displayName: string, organization: string, path: string, hasAccount: boolean): MailContent => ({
    subject: `${organization} invites you to CareConnect`,
    greeting: `Hello ${displayName},`,
    paragraphs: [
      `${organization} invites you to CareConnect. ${hasAccount ? "Sign in with the account that you have, and follow the link to accept." : "Choose a password, and you can sign in."}`,
    ],
    action: { label: "Accept the invitation", path },
    footnote: "The link is good once, for seven days. If you did not expect it, you need do nothing.",
  }),
} as const;
