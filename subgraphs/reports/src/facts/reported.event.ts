/** What the read model needs of an event, whether it comes from the broker or from a log that is replayed. */
export interface ReportedEvent {
  /** The public name, e.g. `patient.registered`. */
  readonly type: string;
  readonly organizationId: string;
  readonly aggregateId: string;
  /** The aggregate's version after the change. */
  readonly aggregateVersion: number;
  readonly occurredAt: Date;
  /** Imported history: its times are those of the payload, not of the event. */
  readonly imported: boolean;
  readonly payload: Readonly<Record<string, unknown>>;
}
