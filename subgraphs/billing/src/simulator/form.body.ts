/** What a form says, by its names: `metadata[order]=7&expand[0]=x` is `{ metadata: { order: "7" }, expand: { 0: "x" } }`. */
export interface FormFields {
  [name: string]: string | FormFields;
}

/** Nobody nests deeper, and nobody sends more fields. */
const [deepest, mostFields] = [5, 500];

/** Reads a form as Stripe's clients write one. */
export function readForm(text: string): FormFields {
  const form: FormFields = Object.create(null);
  for (const [name, value] of [...new URLSearchParams(text)].slice(0, mostFields)) {
    const path = [...name.matchAll(/[^[\]]+/g)].map(([part]) => part).slice(0, deepest);
    const last = path.pop();
    if (last === undefined) continue;
    let place = form;
    for (const part of path) {
      const known = place[part];
      const next: FormFields = typeof known === "object" ? known : Object.create(null);
      place[part] = next;
      place = next;
    }
    place[last] = value;
  }
  return form;
}
