/** What an area says happened; the unit of work adds who, when and where. Made by an event's definition. */
export interface DomainEvent {
  /** The public name, e.g. `patient.registered`. */
  readonly type: string;
  /** The version of the payload's shape. */
  readonly typeVersion: number;
  readonly aggregateType: string;
  readonly aggregate: { readonly id: string; readonly version: number };
  /** Ids and facts, never clinical content or contact data. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** True for history that was imported: it triggers no side effect. */
  readonly imported?: boolean;
  /** Whether nobody is told who did it, nor with what else, nor when but for the day. */
  readonly withholdsActor?: boolean;
}
