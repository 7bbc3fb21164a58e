import type { ErrorDefinition } from "@careconnect/kit";

/** What the commands of invitations refuse. */
export const invitationErrors: readonly ErrorDefinition[] = [
  {
    code: "EMAIL_TAKEN",
    meaning: "somebody of your organization has this e-mail address, and no record that you name is missing there",
    remedy: "change their roles instead",
  },
  {
    code: "RECORD_TAKEN",
    meaning:
      "somebody with another e-mail address has an account for this patient, or was invited to it in the last seven days",
    remedy: "ask an administrator",
  },
  {
    code: "ROLE_NOT_YOURS_TO_GIVE",
    meaning: "your role does not allow you to invite people as this",
    remedy: "ask an administrator",
  },
];
