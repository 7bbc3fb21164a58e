import { aboutNobody, aboutPatients, patientAliasRule, type SubjectRule } from "@careconnect/kit";
import { ApplicationAccessRow } from "./application/application-access.entity.ts";
import { BreakGlassRow } from "./break-glass/break-glass.entity.ts";
import { ClientRow } from "./client/client.entity.ts";
import { UserIdentityRow } from "./connection/user-identity.entity.ts";
import { SignInProgressRow } from "./interaction/sign-in-progress.entity.ts";
import { InvitationRow } from "./invitation/invitation.entity.ts";
import { OutgoingMailRow } from "./mail/outgoing-mail.entity.ts";
import { RecoveryCodeRow } from "./mfa/recovery-code.entity.ts";
import { TotpRow } from "./mfa/totp.entity.ts";
import { OrganizationRow } from "./organization/organization.entity.ts";
import { PasskeyRow } from "./passkey/passkey.entity.ts";
import { PasskeyChallengeRow } from "./passkey/passkey-challenge.entity.ts";
import { OidcArtifactRow } from "./provider/oidc-artifact.entity.ts";
import { SessionRow } from "./session/session.entity.ts";
import { SignInFailureRow } from "./signin/signin-failure.entity.ts";
import { SigningKeyRow } from "./signing/signing-key.entity.ts";
import { UserRow } from "./user/user.entity.ts";
import { OneTimeLinkRow } from "./verification/one-time-link.entity.ts";

const access = { retention: { none: "an account is no treatment" } } as const;
const ofAccount = {
  whose: { parentBy: "userId", parent: UserRow },
  erasure: { kind: "delete" },
  ...access,
} as const;
const proof = "with it somebody could sign in";
const hash = "a hash, by which it is found";

/** What is a patient's, table by table: the account with which a patient signs in, and what hangs on it. */
export const identitySubjectRules: readonly SubjectRule[] = [
  aboutPatients(UserRow, {
    whose: { patientBy: "patientId" },
    hidden: { passwordHash: proof, signInGeneration: "which sign-ins still count", demo: "that of a demonstration" },
    erasure: {
      kind: "replace",
      because:
        "the audit log refers to its id; nobody signs in with it any more. That of somebody who works here, too, " +
        "loses `patient_id` and the role alone, and all that hangs on it stays",
      values: {
        email: null,
        emailIndex: null,
        displayName: "Erased",
        roles: [],
        patientId: null,
        passwordHash: null,
        suspensionReason: null,
      },
      kept: {
        providerId: "none: a colleague's account stays",
        signInGeneration: "which sign-ins still count",
        suspendedAt: "that nobody signs in with it",
        demo: "that of a demonstration",
      },
    },
    ...access,
  }),
  aboutPatients(SessionRow, { ...ofAccount, hidden: { browserSessionHash: hash } }),
  aboutPatients(ApplicationAccessRow, ofAccount),
  aboutPatients(UserIdentityRow, { ...ofAccount, hidden: { subjectIndex: hash } }),
  aboutPatients(TotpRow, { ...ofAccount, hidden: { secret: proof, lastStep: proof } }),
  aboutPatients(RecoveryCodeRow, { ...ofAccount, hidden: { codeHash: proof } }),
  aboutPatients(PasskeyRow, { ...ofAccount, hidden: { counter: "how often it signed, to know a copy by" } }),
  aboutPatients(InvitationRow, {
    whose: { patientBy: "patientId" },
    hidden: { tokenHash: proof },
    erasure: { kind: "delete" },
    ...access,
  }),
  aboutPatients(BreakGlassRow, {
    whose: { patientBy: "patientId" },
    erasure: {
      kind: "replace",
      because: "that somebody took emergency access stays evidence",
      values: { reason: null, reviewNote: null },
      kept: {
        userId: "who took it",
        patientId: "an id that leads to nobody any more",
        expiresAt: "until when",
        endedAt: "until when",
        reviewedAt: "who looked into it, and when",
        reviewedBy: "who looked into it, and when",
      },
    },
    retention: { none: "who looked, the audit log says" },
  }),
  aboutPatients(OidcArtifactRow, {
    whose: { inWords: "whoever signs in" },
    unexported: "sealed, and nothing but random ids and the protocol's own words",
    erasure: { kind: "pass", because: "gone when it expires, after 30 days at most" },
  }),
  aboutPatients(SignInProgressRow, { ...ofAccount, unexported: "how far a sign-in came" }),
  aboutPatients(PasskeyChallengeRow, {
    whose: { inWords: "whoever signs in" },
    unexported: "a random number that was to be signed",
    erasure: { kind: "pass", because: "gone when the next one is given, minutes later" },
  }),
  aboutPatients(OneTimeLinkRow, {
    whose: { inWords: "whoever has the address" },
    unexported: "a link that was mailed",
    erasure: { kind: "pass", because: "gone with the next link, from an hour after it expired" },
  }),
  aboutPatients(OutgoingMailRow, {
    whose: { inWords: "whoever has the address" },
    unexported: "a mail that is on its way",
    erasure: { kind: "pass", because: "gone when it was delivered, or given up after a day" },
  }),
  aboutPatients(SignInFailureRow, {
    whose: { inWords: "whoever guesses" },
    unexported: "keyed hashes and a count",
    erasure: { kind: "keep", because: "keyed hashes, which tell nobody's address" },
  }),
  patientAliasRule,
  ...aboutNobody("a clinic", OrganizationRow),
  ...aboutNobody("a partner's", ClientRow),
  ...aboutNobody("the issuer's keys", SigningKeyRow),
];
