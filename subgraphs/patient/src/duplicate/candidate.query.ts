import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { PatientRow } from "../patient/patient.entity.ts";
import { birthVariants } from "./birth.variants.ts";
import type { Comparison } from "./duplicate.score.ts";

/** Of how many records of one patient's likeness each is looked at, those first whose name is most alike. */
const mostCandidates = 100;

/** How much of their trigrams names share whose bearers were born on nearly the same day, to be looked at: 0 to 1. */
const leastAlike = 0.2;

/** The longest part of a name that is compared letter by letter. */
const compared = (name: string) => `left(${name}, 60)`;

/** A record that may be the same person's as another one, and how the two compare. */
export interface Candidate extends Comparison {
  readonly subjectId: string;
  readonly id: string;
}

type Subject = Pick<PatientRow, "id" | "birthDate">;

/**
 * The records that may be the same person's as each of these: who was born on nearly the same day and has a name that is
 * something like it, or has the same e-mail address, telephone or member number. Each of these is found by an index, so that
 * nobody else is looked at. Left out is who was merged, who was said to be somebody else, and who was erased: all of them
 * are called the same.
 */
export async function candidatesFor(em: EntityManager, subjects: readonly Subject[]): Promise<Candidate[]> {
  const organizationId = boundOrganization(em);
  const asked = JSON.stringify(subjects.map(({ id, birthDate }) => ({ id, birth_dates: birthVariants(birthDate) })));
  const rows = await em.execute<CandidateRow[]>(
    `select subject.id as "subjectId", other.id,
       levenshtein(${compared("subject.given_name_folded")}, ${compared("other.given_name_folded")}) as "givenEdits",
       levenshtein(${compared("subject.family_name_folded")}, ${compared("other.family_name_folded")}) as "familyEdits",
       levenshtein(${compared("subject.given_name_folded")}, ${compared("other.family_name_folded")}) as "givenToFamily",
       levenshtein(${compared("subject.family_name_folded")}, ${compared("other.given_name_folded")}) as "familyToGiven",
       coalesce(other.email_index = subject.email_index, false) as "sameEmail",
       coalesce(other.phone_index = subject.phone_index, false) as "samePhone",
       other.id in (${withMemberNumberOf("subject")}) as "sameMemberNumber"
     from jsonb_to_recordset(?::jsonb) as asked (id uuid, birth_dates date[])
     join patient subject on subject.organization_id = ? and subject.id = asked.id
     cross join lateral (
       select other.id, other.given_name_folded, other.family_name_folded, other.email_index, other.phone_index
       from (
         select id from patient
         where organization_id = subject.organization_id and birth_date = any(asked.birth_dates)
           and similarity(${fullName("patient")}, ${fullName("subject")}) >= ${leastAlike}
         union
         select id from patient where organization_id = subject.organization_id and email_index = subject.email_index
         union
         select id from patient where organization_id = subject.organization_id and phone_index = subject.phone_index
         union
         ${withMemberNumberOf("subject")}
       ) as found
       join patient other on other.organization_id = subject.organization_id and other.id = found.id
       where other.id <> subject.id
         and not exists (
           select from patient_alias
           where organization_id = subject.organization_id and patient_id in (other.id, subject.id) and ended_at is null)
         and not exists (
           select from erased_patient
           where organization_id = subject.organization_id and patient_id in (other.id, subject.id))
         and not exists (
           select from patient_distinction
           where organization_id = subject.organization_id and ended_at is null
             and one_id = least(subject.id, other.id) and other_id = greatest(subject.id, other.id))
       order by similarity(${fullName("other")}, ${fullName("subject")}) desc, other.id
       limit ${mostCandidates}
     ) as other`,
    [asked, organizationId],
  );
  return rows.map(({ givenToFamily, familyToGiven, ...row }) => ({
    ...row,
    crossEdits: [givenToFamily, familyToGiven] as const,
  }));
}

interface CandidateRow extends Omit<Candidate, "crossEdits"> {
  readonly givenToFamily: number;
  readonly familyToGiven: number;
}

function fullName(person: string): string {
  return `(${person}.given_name_folded || ' ' || ${person}.family_name_folded)`;
}

/** Who has a coverage with a member number that somebody has, too. */
function withMemberNumberOf(person: string): string {
  return `select theirs.patient_id from coverage own
    join coverage theirs on theirs.organization_id = own.organization_id
      and theirs.member_number_index = own.member_number_index
    where own.organization_id = ${person}.organization_id and own.patient_id = ${person}.id`;
}
