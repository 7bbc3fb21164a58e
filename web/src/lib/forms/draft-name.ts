/**
 * The name under which a form's draft is kept. Of what is corrected it holds the version: a draft has all fields, and would
 * take back what somebody else changed since.
 */
export function draftOf(
  form: string,
  subject: { readonly id: string; readonly version: number } | null,
  newIn = "new",
): string {
  return `${form}:${subject === null ? newIn : `${subject.id}:${subject.version}`}`;
}
