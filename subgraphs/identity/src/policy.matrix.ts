import type { PolicyMatrix } from "@careconnect/kit/testing";

const administrator = { ADMIN: "organization" } as const;
const everybody = {
  ADMIN: "organization",
  STAFF: "organization",
  NURSE: "organization",
  PROVIDER: "organization",
  PATIENT: "organization",
  PARTNER: "organization",
} as const;
const administration = { ADMIN: "organization", STAFF: "organization" } as const;
const emergency = { ADMIN: "organization", NURSE: "organization", PROVIDER: "organization" } as const;

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.viewer": { may: everybody, ofNobody: true, delegated: ["profile.read"] },
    "Query.breakGlassAccesses": { may: administrator, ofNobody: true },
    "Query.clients": { may: administrator, ofNobody: true },
    "Query.users": { may: administrator, ofNobody: true },
    "Query.invitations": { may: administration, ofNobody: true },
    // Whose emergency it is, only they know: it is asked for any patient, and reviewed.
    "Mutation.breakGlass": { may: emergency, ofNobody: true },
    // What is one's own is found by who asks: the id of somebody else's is NOT_FOUND for everybody.
    "Mutation.endBreakGlass": { may: emergency, ofNobody: true },
    "Mutation.reviewBreakGlass": { may: administrator },
    "Mutation.createClient": { may: administrator, ofNobody: true },
    "Mutation.rotateClientSecret": { may: administrator },
    "Mutation.revokeClient": { may: administrator },
    "Mutation.revokeSession": { may: everybody, ofNobody: true },
    "Mutation.signOutEverywhere": { may: everybody, ofNobody: true },
    "Mutation.inviteUser": { may: administration, ofNobody: true },
    "Mutation.revokeInvitation": { may: administration },
    "Mutation.changeUserRoles": { may: administrator },
    "Mutation.suspendUser": { may: administrator },
    "Mutation.reinstateUser": { may: administrator },
  },
  shown: {
    Viewer: ["displayName", "email", "roles", "patient", "provider", "sessions", "organization", "breakGlassAccesses"],
    Session: ["createdAt", "lastUsedAt", "expiresAt", "userAgent", "methods", "current"],
    Organization: ["name", "timeZone", "currency"],
    User: ["displayName", "email", "roles", "createdAt", "suspendedAt", "version", "patient", "provider"],
    UserSuspension: ["userId", "suspendedAt", "suspensionReason"],
    Invitation: ["email", "displayName", "roles", "createdAt", "expiresAt", "version", "status", "patient", "provider"],
    Client: ["name", "kind", "scopes", "redirectUris", "createdAt", "previousSecretUntil", "revokedAt"],
    BreakGlassAccess: ["userId", "reason", "startedAt", "expiresAt", "endedAt", "reviewedAt", "reviewNote", "patient"],
  },
};
