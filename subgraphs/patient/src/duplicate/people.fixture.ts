/** Somebody as a record has them. */
export interface Person {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly gender?: "MALE" | "FEMALE" | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** Who is registered, and which two of them are one person. */
export interface People {
  readonly people: readonly Person[];
  /** By the places of both in `people`. */
  readonly pairs: readonly (readonly [number, number])[];
}

const women =
  "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Laura Helen Sharon Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Samantha Katharina Ursula Sabine Heike Lucía María Carmen Isabel Leticia Guadalupe Fatima Aisha Yasmin Priya Mei Yuki Olga Svetlana Ingrid Zoë Renée".split(
    " ",
  );
const men =
  "James Robert John Michael David William Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Frank Alexander Raymond Patrick Jürgen Wolfgang Günther José Luis Carlos Miguel Javier Ahmed Omar Rajesh Wei Hiroshi Sergei Dmitri Lars Björn André".split(
    " ",
  );
const families =
  "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Herrmann Ángström Larsen Nielsen Hansen Johansson Nilsson Kowalski Nowak Horváth Popescu Ivanova Petrov Tanaka Suzuki Yamamoto Chen Wang Zhang Kim Park Patel Singh Khan Hussain Ali Haddad Mansour Silva Santos Oliveira Ferreira Costa Rossi Russo Ferrari Esposito Dubois Lefèvre Moreau Okafor Adeyemi Mensah Abebe Murphy Sullivan Fitzgerald".split(
    " ",
  );
/** Names in two scripts. */
const scripts = [
  ["Olga", "Ольга"],
  ["Sergei", "Сергей"],
  ["Dmitri", "Дмитрий"],
  ["Svetlana", "Светлана"],
  ["Ahmed", "أحمد"],
  ["Fatima", "فاطمة"],
  ["Wei", "伟"],
  ["Hiroshi", "浩"],
] as const;
const shortForms: Readonly<Record<string, string>> = {
  ...{
    Elizabeth: "Liz",
    Margaret: "Peggy",
    Katharina: "Kathi",
    Patricia: "Trish",
    Jennifer: "Jenny",
    Rebecca: "Becky",
  },
  ...{ Deborah: "Debbie", Pamela: "Pam", Kimberly: "Kim", Susan: "Sue", Guadalupe: "Lupe", Stephanie: "Steph" },
  ...{
    William: "Bill",
    Robert: "Bob",
    Richard: "Dick",
    James: "Jim",
    Michael: "Mike",
    Joseph: "Joe",
    Charles: "Chuck",
  },
  ...{
    Edward: "Ted",
    Anthony: "Tony",
    Thomas: "Tom",
    Daniel: "Danny",
    José: "Pepe",
    Alexander: "Sasha",
    Steven: "Steve",
  },
};

/** As twins are called, and brothers and sisters: alike, and two names. */
const alike = [
  ...[
    ["Anna", "Hanna"],
    ["Lena", "Lina"],
    ["Mia", "Mila"],
    ["Lara", "Laura"],
    ["Nina", "Mina"],
    ["Ella", "Elia"],
  ],
  ...[
    ["Tim", "Tom"],
    ["Jan", "Jana"],
    ["Paul", "Paula"],
    ["Julian", "Julia"],
    ["Daniel", "Daniela"],
    ["Ali", "Alia"],
  ],
  ...[
    ["Christian", "Christiane"],
    ["Marie", "Mario"],
    ["Erik", "Erika"],
    ["Karim", "Karima"],
    ["Luis", "Luisa"],
  ],
  ...[
    ["Jonas", "Jonah"],
    ["Leon", "Leona"],
    ["Marcel", "Marcela"],
    ["Carolina", "Carina"],
    ["José", "Josefa"],
  ],
  ...[
    ["Marina", "Martina"],
    ["Simon", "Simone"],
    ["Ronja", "Sonja"],
    ["Finn", "Fiona"],
    ["Elin", "Elina"],
  ],
] as const;

/**
 * `size` people, and beside them what a clinic's desk makes of some: the same person once more, with typing mistakes, swapped
 * or short names, another name after a marriage, another address or number; and others who are alike and are not one person:
 * twins, also with names that are alike and all that their parents have, parents and children of one name, brothers and sisters, namesakes.
 */
export function peopleOf(size: number, random: () => number): People {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const number = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const phone = () => `+1${number(2_000_000_000, 9_999_999_999)}`;
  const dayOf = (year: number) =>
    `${year}-${String(number(1, 12)).padStart(2, "0")}-${String(number(1, 28)).padStart(2, "0")}`;
  const born = (person: Partial<Person> = {}): Person => {
    const gender = random() < 0.5 ? "MALE" : "FEMALE";
    const givenName = pick(gender === "MALE" ? men : women);
    const familyName = pick(families);
    return {
      ...{ givenName, familyName, gender, birthDate: dayOf(number(1930, 2024)) },
      phone: random() < 0.85 ? phone() : undefined,
      email: random() < 0.6 ? `p${number(1, 1e12)}@example.org` : undefined,
      ...person,
    };
  };

  const mistyped = (name: string): string => {
    if (name.length < 4) return name;
    const at = number(1, name.length - 2);
    const letter = pick([..."abcdefghiklmnoprstuvw"]);
    return pick([
      name.slice(0, at) + name.slice(at + 1),
      name.slice(0, at) + letter + name.slice(at),
      name.slice(0, at) + letter + name.slice(at + 1),
      name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2),
    ]);
  };
  const withoutAccents = (name: string) => name.normalize("NFKD").replaceAll(/\p{Mark}/gu, "");
  const otherDay = (day: string): string => {
    const swapped = `${day.slice(0, 4)}-${day.slice(8)}-${day.slice(5, 7)}`;
    if (random() < 0.4 && Number(day.slice(8)) <= 12) return swapped;
    const isYear = random() < 0.5 && day < "2020";
    return isYear
      ? `${day.slice(0, 3)}${number(0, 9)}${day.slice(4)}`
      : `${day.slice(0, 9)}${pick(["1", "2", "3", "5"])}`;
  };
  /** What may be otherwise when somebody is registered again: names. */
  const nameMistakes: readonly ((person: Person) => Person)[] = [
    (person) => ({ ...person, givenName: mistyped(person.givenName) }),
    (person) => ({ ...person, familyName: mistyped(person.familyName) }),
    (person) => ({ ...person, givenName: person.familyName, familyName: person.givenName }),
    (person) => ({ ...person, givenName: shortForms[person.givenName] ?? person.givenName }),
    (person) => ({ ...person, givenName: `${person.givenName} ${pick([..."ABCDEFGHJKLMRST"])}.` }),
    (person) => ({ ...person, givenName: `${person.givenName} ${pick(women)}` }),
    (person) => ({ ...person, familyName: `${person.familyName}-${pick(families)}` }),
    (person) => ({
      ...{ ...person, givenName: withoutAccents(person.givenName), familyName: withoutAccents(person.familyName) },
    }),
    (person) => ({ ...person, givenName: person.givenName.toUpperCase(), familyName: person.familyName.toUpperCase() }),
    (person) => person,
  ];
  const again = (person: Person): Person => {
    const moved = {
      ...person,
      ...(random() < 0.5 && { phone: phone() }),
      ...(random() < 0.5 && { email: random() < 0.5 ? `q${number(1, 1e12)}@example.org` : undefined }),
    };
    const renamed = pick(nameMistakes)(moved);
    return random() < 0.25 ? { ...renamed, birthDate: otherDay(renamed.birthDate) } : renamed;
  };

  const people: Person[] = Array.from({ length: size }, () => born());
  const pairs: [number, number][] = [];
  const repeat = (place: number, person: Person) => pairs.push([place, people.push(person) - 1]);
  for (let place = 0; place < size; place += 1) {
    const person = people[place] as Person;
    const kind = random();
    if (kind < 0.15) repeat(place, again(person));
    // Whose name is another one since a wedding keeps their number, or their address.
    else if (kind < 0.16) {
      people[place] = { ...person, phone: person.phone ?? phone() };
      repeat(place, { ...(people[place] as Person), familyName: pick(families) });
    }
    // Whose name is written in its own script is known by their number.
    else if (kind < 0.17) {
      const [latin, own] = pick(scripts);
      people[place] = { ...person, givenName: latin, phone: person.phone ?? phone() };
      repeat(place, { ...(people[place] as Person), givenName: own, familyName: pick(["Иванова", "حداد", "王"]) });
    }
    // Twins, who share their parents' number and address.
    else if (kind < 0.19) {
      const others = [...men, ...women].filter((name) => name[0] !== person.givenName[0]);
      people.push({ ...person, gender: undefined, givenName: pick(others) });
    }
    // Twins whose names are alike, and who share all that their parents have.
    else if (kind < 0.205) {
      const [one, other] = pick(alike);
      const family = { phone: person.phone ?? phone(), email: person.email ?? `f${number(1, 1e12)}@example.org` };
      people[place] = { ...person, ...family, givenName: one, gender: undefined };
      people.push({ ...(people[place] as Person), givenName: other });
    }
    // A child that is named as its parent is.
    else if (kind < 0.225)
      people.push({ ...person, birthDate: dayOf(Number(person.birthDate.slice(0, 4)) - number(18, 45)) });
    // Brothers and sisters.
    else if (kind < 0.245)
      people.push(born({ familyName: person.familyName, phone: person.phone, email: person.email }));
    // Namesakes.
    else if (kind < 0.275) people.push(born({ givenName: person.givenName, familyName: person.familyName }));
  }
  return { people, pairs };
}
