/** One of the stable codes that callers decide by, as schema/ERRORS.md lists it. */
export interface ErrorDefinition {
  readonly code: string;
  /** The status of the HTTP answer that carries it, where it has one of its own. */
  readonly http?: string;
  readonly meaning: string;
  /** What the caller does about it. */
  readonly remedy: string;
}
