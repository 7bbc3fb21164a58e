/** A copy of the address's parameters with one set, or left out when it is empty. */
export function withParameter(before: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(before);
  if (value === null || value === "") {
    next.delete(name);
  } else {
    next.set(name, value);
  }
  return next;
}
