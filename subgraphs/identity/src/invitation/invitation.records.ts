/** The records that somebody is, or is invited as. */
interface Records {
  readonly patientId?: string | null | undefined;
  readonly providerId?: string | null | undefined;
}

/** Whether an account can be what an invitation names: it is no other record already. */
export function canBe(account: Records, invited: Records): boolean {
  const fits = (own: string | null | undefined, named: string | null | undefined) =>
    own == null || named == null || own === named;
  return fits(account.patientId, invited.patientId) && fits(account.providerId, invited.providerId);
}

/** Whether an invitation names a record that the account is not yet, and contradicts none that it is. */
export function lacksRecord(account: Records, invited: Records): boolean {
  const lacks =
    (account.patientId == null && invited.patientId != null) ||
    (account.providerId == null && invited.providerId != null);
  return lacks && canBe(account, invited);
}
