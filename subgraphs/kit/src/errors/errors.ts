import { GraphQLError, type GraphQLErrorExtensions } from "graphql";

/** Operation-level errors, with the stable `extensions.code` that schema/ERRORS.md documents. */
export class UnauthenticatedError extends GraphQLError {
  constructor() {
    super("A valid access token is required.", { extensions: { code: "UNAUTHENTICATED", http: { status: 401 } } });
  }
}

export class ForbiddenError extends GraphQLError {
  constructor() {
    super("You are not allowed to do this.", { extensions: { code: "FORBIDDEN" } });
  }
}

/** The token was asked for with other scopes than this needs. */
export class MissingScopeError extends GraphQLError {
  constructor(scope: string) {
    super(`This token lacks the scope "${scope}".`, { extensions: { code: "FORBIDDEN", http: { status: 403 } } });
  }
}

export class BadUserInputError extends GraphQLError {
  /** @param field the path of the argument that is wrong, e.g. `["filter", "from"]`. */
  constructor(message: string, field: readonly string[]) {
    super(message, { extensions: { code: "BAD_USER_INPUT", field } satisfies GraphQLErrorExtensions });
  }
}

export class EventsArchivedError extends GraphQLError {
  constructor() {
    super("Events after this position were archived: read them from the archive first.", {
      extensions: { code: "RESUME_NOT_POSSIBLE" },
    });
  }
}

export class ResumeNotPossibleError extends GraphQLError {
  constructor() {
    super("What happened since this cursor cannot be replayed: read the data again and subscribe without `after`.", {
      extensions: { code: "RESUME_NOT_POSSIBLE" },
    });
  }
}
