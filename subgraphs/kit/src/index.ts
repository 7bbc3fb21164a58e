import "reflect-metadata";

export { type BeforeMerge, type MergeFacts, patientAliasHandlers } from "./alias/alias.handlers.ts";
export { CreatePatientAliases } from "./alias/alias.migration.ts";
export { patientAliasRule } from "./alias/alias.rules.ts";
export {
  anyRecordOf,
  currentPatient,
  currentPatientOf,
  currentRecordOf,
  lockStandingRecord,
  recordArray,
  recordsOf,
  recordsOfRow,
  requireStanding,
  standingForThemselves,
} from "./alias/patient.family.ts";
export { PatientAlias } from "./alias/patient-alias.entity.ts";
export { auditCount } from "./audit/audit.count.ts";
export { auditSecurity, type SecurityNote } from "./audit/audit.security.ts";
export { careConsentHandlers, careGrantHandlers, careVisitHandlers } from "./care/care.handlers.ts";
export {
  AddDecisionTimesToCareConsents,
  AddEndsToCareVisits,
  CreateCareConsents,
  CreateCareGrants,
  CreateCareVisits,
} from "./care/care.migration.ts";
export { careConsentRule, careGrantRule, careVisitRule } from "./care/care.rules.ts";
export { careWindow } from "./care/care.window.ts";
export { CareConsent } from "./care/care-consent.entity.ts";
export { CareGrant } from "./care/care-grant.entity.ts";
export { CareVisit } from "./care/care-visit.entity.ts";
export {
  type CommandInput,
  type CommandOutcome,
  type CommandUnit,
  defineCommand,
  requireVersion,
} from "./command/command.ts";
export { invalid, validationErrors } from "./command/field.sentence.ts";
export { IdempotencyKey } from "./command/idempotency.key.ts";
export { payloadType } from "./command/payload.type.ts";
export { CommandRefusal, notFound, UserError } from "./command/user.error.ts";
export { ConfigurationError, givenVariables, type Mode, type SubgraphConfig } from "./config/config.ts";
export { planDigest } from "./coverage/plan.digest.ts";
export { erasureAnswer, erasureConsumer, erasureOrderedType, patientErasedEvent } from "./erasure/erasure.consumer.ts";
export { type ErasedTable, eraseRows } from "./erasure/erasure.executor.ts";
export { erasedAmong, markErased } from "./erasure/erasure.lock.ts";
export { requireNotErased } from "./erasure/erasure.refusal.ts";
export { type YoungestRow, youngestRows } from "./erasure/retention.ts";
export type { ErrorDefinition } from "./errors/error.definition.ts";
export { kitErrors } from "./errors/error.reference.ts";
export { BadUserInputError, ForbiddenError, UnauthenticatedError } from "./errors/errors.ts";
export { type BrokerDefinitions, brokerDefinitions, brokerHost, brokerOwner } from "./events/amqp.permissions.ts";
export { defineEvent, type EventDefinition } from "./events/event.definition.ts";
export { openFileStore } from "./files/configured.store.ts";
export { attachmentNamed, endWhenIdle, fileGuards, linkInvalid } from "./files/file.guards.ts";
export { fileRemovalTask, keepAfterAll, removeDue, removeLater } from "./files/file.removal.ts";
export {
  type FileKey,
  type FileStore,
  FileTakenError,
  type SignedUpload,
  type UploadTerms,
} from "./files/file.store.ts";
export { FileLink, fileLinkTime } from "./files/file-link.type.ts";
export { FileRemoval } from "./files/file-removal.entity.ts";
export { CreateFileRemovals } from "./files/file-removal.migration.ts";
export { fileRemovalRules } from "./files/file-removal.rules.ts";
export { newFileKey, openFile, sealedSizeOf, sealFile } from "./files/sealed.file.ts";
export { Address, addressSchema } from "./graphql/address.type.ts";
export { AppointmentSummary } from "./graphql/appointment-summary.type.ts";
export { refusedArgument } from "./graphql/argument.refusal.ts";
export { AdministrativeGender } from "./graphql/gender.enum.ts";
export { defineLoader, groupedInOrderOf, inOrderOf } from "./graphql/loader.ts";
export { Money } from "./graphql/money.type.ts";
export { referToPatientsBy } from "./graphql/patient.reference.ts";
export { referenceBy } from "./graphql/reference.ts";
export type { RequestContext } from "./graphql/request.context.ts";
export { loaderById, loaderByPatient, type Reading } from "./graphql/row.loader.ts";
export { Currency, DateTime, isCalendarDay, isCurrency, LocalDate, MinorUnits } from "./graphql/scalars.ts";
export type { ReferenceResolver } from "./graphql/subgraph.schema.ts";
export { VisitType } from "./graphql/visit-type.enum.ts";
export { Weekday } from "./graphql/weekday.enum.ts";
export { WeeklyHoursInput } from "./graphql/weekly-hours.input.ts";
export { availabilityException, firstDay } from "./hours/exception.schema.ts";
export { requireRoom, requireToCome } from "./hours/hours.refusal.ts";
export { inWeekOrder, type WeeklyInterval } from "./hours/weekly.interval.ts";
export { weeklyIntervals } from "./hours/weekly.schema.ts";
export { defineImport, type ImportDefinition, type RowOutcome, type RowRejection } from "./import/import.definition.ts";
export { outcomeOf, type SavedRow, saveImportedRows } from "./import/imported.rows.ts";
export {
  type ConsumerDefinition,
  type ConsumerUnit,
  type EventHandler,
  handling,
} from "./inbox/consumer.definition.ts";
export { awaitFact } from "./inbox/fact.wait.ts";
export { payloadRows } from "./inbox/payload.rows.ts";
export {
  type CommandContext,
  createCommandContext,
  type Origin,
  originOf,
  systemContext,
} from "./outbox/command.context.ts";
export type { DomainEvent } from "./outbox/domain.event.ts";
export type { EventLog, FollowOptions, ReadOptions } from "./outbox/event.log.ts";
export type { LoggedEvent } from "./outbox/logged.event.ts";
export { runCommand, runInTransaction, type UnitOfWork } from "./outbox/unit.of.work.ts";
export { type Connection, connectionBelow, connectionOf, type Edge, type OrderBy } from "./pagination/connection.ts";
export { connectionType, PageArgs, PageInfo } from "./pagination/page.type.ts";
export { addressColumn } from "./persistence/address.column.ts";
export { fold, startsWith } from "./persistence/fold.ts";
export { type ImportedKind, importedId } from "./persistence/imported.id.ts";
export type { MigrationClass } from "./persistence/migrate.ts";
export { boundEntityManager, openOrm } from "./persistence/orm.ts";
export { boundOrganization, ownedRow } from "./persistence/row.ts";
export { derivedUuid, knownUuid } from "./persistence/uuid.ts";
export { fullNameOf } from "./person/full.name.ts";
export { languageTag } from "./person/language.tag.ts";
export { closeTo, namedBy, namedClosely, namedLike, searchedWords, titledBy } from "./person/name.search.ts";
export { referToPatients } from "./policy/patient.policy.ts";
export { apiScope, appointmentScopes, type DelegatedScope, delegatedScopes } from "./policy/policy.scopes.ts";
export {
  allRoles,
  assertMay,
  by,
  clinicRoles,
  organizationRoles,
  ownRecordsOf,
  type Relation,
  type Rule,
  reachOf,
} from "./policy/policy.ts";
export {
  type CareTables,
  type ConsentSubject,
  isOrganizationWide,
  isSelfAlone,
  patientsWithin,
  type Reach,
  rowsWithin,
} from "./policy/reach.ts";
export { markRestricted, unmarkRestricted } from "./restriction/restricted.patients.ts";
export { restrictionConsumer, restrictionTypes } from "./restriction/restriction.consumer.ts";
export { blindIndexOf, seal, unseal } from "./sensitive/keyring.ts";
export { blindIndex, blindIndexesOf, sensitive } from "./sensitive/sensitive.column.ts";
export { type PublicSignatureKey, publicSignatureKeys, signDetached, verifyDetached } from "./sensitive/signature.ts";
export { startSubgraph } from "./start.ts";
export type { SubgraphDefinition, SubgraphServices } from "./subgraph.definition.ts";
export { exportSubjects, leadsTo } from "./subject/subject.policy.ts";
export { readSubject, type SubjectPage } from "./subject/subject.reader.ts";
export {
  aboutNobody,
  aboutPatients,
  type Erasure,
  type Retention,
  type SubjectRule,
  type Whose,
} from "./subject/subject.rules.ts";
export { type EventStreamOptions, eventStream, type StreamedEvent } from "./subscriptions/event.stream.ts";
export type { SubscriptionContext } from "./subscriptions/subscription.context.ts";
export { inEachOrganization } from "./tasks/each.organization.ts";
export type { RecurringTask, TaskServices } from "./tasks/recurring.task.ts";
export { describeFault } from "./telemetry/fault.ts";
export { isPlannable, planningEnd, withinPlanning } from "./time/planning.limit.ts";
export { sleep } from "./time/sleep.ts";
export { dayIn, isTimeZone, timeZoneName } from "./time/time.zone.ts";
export { systemUserId } from "./viewer/system.viewer.ts";
export { audience } from "./viewer/token.verifier.ts";
export { defineLink, type ViewerLink } from "./viewer/viewer.link.ts";
export { Role, type Viewer } from "./viewer/viewer.ts";
