import { AuditEntry } from "../audit/audit-entry.entity.ts";
import { IdempotencyRecord } from "../command/idempotency-record.entity.ts";
import { ErasedPatient } from "../erasure/erased-patient.entity.ts";
import { InboxReceipt } from "../inbox/inbox-receipt.entity.ts";
import { EventLogState } from "../outbox/event-log.entity.ts";
import { EventSubscriber } from "../outbox/event-subscriber.entity.ts";
import { OutboxEvent } from "../outbox/outbox-event.entity.ts";
import { RestrictedPatient } from "../restriction/restricted-patient.entity.ts";
import { DataKeyRow } from "../sensitive/data-key.entity.ts";
import { aboutNobody, aboutPatients, type SubjectRule } from "./subject.rules.ts";

/** Of the tables that every subgraph has. */
export const kitSubjectRules: readonly SubjectRule[] = [
  aboutPatients(AuditEntry, {
    whose: { patientBy: "subjectIds" },
    unexported: "it tells of those who looked; the log of accesses is read by itself",
    erasure: {
      kind: "keep",
      because:
        "evidence: it names records by ids, which lead to nobody any more, and with `client_address` from where their own " +
        "sessions came, which an investigation asks first",
    },
  }),
  aboutPatients(OutboxEvent, {
    whose: { inWords: "the payload's `patientId`" },
    unexported: "ids and facts, which the records that they tell of say themselves",
    erasure: { kind: "keep", because: "history that others are built from: ids, which lead to nobody any more" },
  }),
  aboutPatients(IdempotencyRecord, {
    whose: { inWords: "whoever sent the command" },
    unexported: "a caller's key, a keyed hash, and ids",
    erasure: { kind: "pass", because: "forgotten after 24 hours" },
  }),
  aboutPatients(ErasedPatient, {
    whose: { patientBy: "patientId" },
    unexported: "that somebody was erased, and nothing else",
    erasure: { kind: "keep", because: "that nothing is written of whom this id was" },
  }),
  aboutPatients(RestrictedPatient, {
    whose: { patientBy: "patientId" },
    unexported: "that nothing is done with it, which the patient subgraph exports",
    erasure: { kind: "delete" },
    retention: { none: "that a record is not used is no treatment" },
  }),
  ...aboutNobody("how far events came", EventLogState, EventSubscriber, InboxReceipt),
  ...aboutNobody("an organization's keys", DataKeyRow),
];
