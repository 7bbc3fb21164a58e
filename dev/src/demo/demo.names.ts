import type { Faker } from "@faker-js/faker";

/**
 * Names as their bearers write them. Where that is not in Latin letters, the part after the bar is, for the e-mail address.
 */
interface Culture {
  /** BCP 47. */
  readonly language: string;
  readonly female: readonly string[];
  readonly male: readonly string[];
  readonly family: readonly string[];
}

const english: Culture = {
  language: "en",
  female: words(
    "Abigail Alice Amelia Caroline Charlotte Claire Danielle Eleanor Emily Evelyn Grace Hannah Hazel Julia Katherine Laura Lucy Margaret Megan Nora Olivia Rachel Rebecca Ruth Sarah Sophie Stella Tessa Violet Zoe",
  ),
  male: words(
    "Adam Andrew Benjamin Caleb Charles Connor Dominic Edward Elliot Ethan Evan Gabriel George Graham Henry Isaac Jack James Jonah Julian Leo Lucas Marcus Nathan Noah Oliver Owen Patrick Samuel Thomas",
  ),
  family: words(
    "Abbott Adams Avery Bailey Barrett Bennett Brennan Callahan Carter Chapman Collins Crawford Donovan Ellis Fitzgerald Fletcher Foster Gallagher Hale Harding Hayes Holloway Jennings Keane Lawson Marsh Mercer Monroe Murphy Norwood O'Connor Parker Pierce Quinn Reed Sawyer Sullivan Thatcher Walsh Whitaker",
  ),
};

const spanish: Culture = {
  language: "es",
  female: words("Alejandra Camila Carmen Daniela Esperanza Gabriela Guadalupe Lucía Marisol Paloma Valentina Ximena"),
  male: words("Alejandro Andrés Emilio Esteban Ignacio Javier Joaquín Luis Mateo Rafael Santiago Tomás"),
  family: words(
    "Aguilar Castillo Delgado Espinoza Fuentes Herrera Ibáñez Maldonado Núñez Peña Quintero Salazar Vásquez Zamora",
  ),
};

const portuguese: Culture = {
  language: "pt",
  female: words("Beatriz Fernanda Inês Joana Larissa Mariana Tatiana"),
  male: words("Caio Duarte Gonçalo João Rodrigo Thiago Vinícius"),
  family: words("Almeida Barbosa Cardoso Conceição Figueiredo Magalhães Nogueira Tavares"),
};

const frenchCreole: Culture = {
  language: "fr",
  female: words("Chantal Esther Fabiola Guerline Mireille Nadège Rose-Laure"),
  male: words("Emmanuel Frantz Jean-Robert Marc-Antoine Stanley Wilner"),
  family: words("Baptiste Charlemagne Desrosiers Estimé Jean-Louis Toussaint"),
};

const chinese: Culture = {
  language: "zh",
  female: words("美玲|Meiling 雅婷|Yating 思敏|Simin 晓雯|Xiaowen 佳怡|Jiayi"),
  male: words("伟杰|Weijie 志强|Zhiqiang 俊宏|Junhong 建国|Jianguo 浩然|Haoran"),
  family: words("陈|Chen 李|Li 王|Wang 黄|Huang 林|Lin 吴|Wu 郑|Zheng"),
};

const vietnamese: Culture = {
  language: "vi",
  female: words("Hồng|Hong Lan Linh Thảo|Thao Tuyết|Tuyet"),
  male: words("Dũng|Dung Hải|Hai Khoa Minh Tuấn|Tuan"),
  family: words("Nguyễn|Nguyen Trần|Tran Phạm|Pham Lê|Le Đặng|Dang"),
};

const arabic: Culture = {
  language: "ar",
  female: words("فاطمة|Fatima مريم|Maryam ليلى|Layla نور|Nour سلمى|Salma"),
  male: words("يوسف|Yusuf عمر|Omar خالد|Khaled حسن|Hassan سامي|Sami"),
  family: words("الخطيب|Alkhatib حداد|Haddad المصري|Almasri نجار|Najjar منصور|Mansour"),
};

const russian: Culture = {
  language: "ru",
  female: words("Ольга|Olga Светлана|Svetlana Татьяна|Tatiana Ирина|Irina"),
  male: words("Дмитрий|Dmitri Михаил|Mikhail Алексей|Alexei Борис|Boris"),
  family: words("Петренко|Petrenko Коваленко|Kovalenko Шевчук|Shevchuk Савченко|Savchenko"),
};

const korean: Culture = {
  language: "ko",
  female: words("서연|Seoyeon 지우|Jiwoo 하은|Haeun"),
  male: words("민준|Minjun 도윤|Doyun 현우|Hyunwoo"),
  family: words("김|Kim 박|Park 최|Choi 정|Jung"),
};

const hindi: Culture = {
  language: "hi",
  female: words("Aarti Deepika Kavita Meera Priya Sunita"),
  male: words("Arjun Karthik Rohan Sanjay Vikram Nikhil"),
  family: words("Agarwal Banerjee Chaudhary Iyer Krishnan Mehta Patel Subramaniam"),
};

const westAfrican: Culture = {
  language: "en",
  female: words("Abena Adaeze Chiamaka Efua Folasade Ngozi"),
  male: words("Chukwuemeka Kofi Kwame Olumide Tunde Yaw"),
  family: words("Adeyemi Boateng Eze Mensah Nwosu Okonkwo Owusu"),
};

const greek: Culture = {
  language: "el",
  female: words("Ελένη|Eleni Δέσποινα|Despina"),
  male: words("Γιώργος|Giorgos Νίκος|Nikos"),
  family: words("Παπαδάκη|Papadaki Οικονόμου|Economou"),
};

const german: Culture = {
  language: "de",
  female: words("Anneliese Antje Friederike Greta Hannelore Jördis Käthe Ute|Ute Wiebke"),
  male: words("Bernd Detlef Fabian Götz Jürgen Konrad Lennart Sören Uwe"),
  family: words("Ackermann Böttcher Dietrich Grünwald Hofmann Jäger Köhler Lüders Schröder Voß|Voss"),
};

const turkish: Culture = {
  language: "tr",
  female: words("Ayşe|Ayse Elif Gülay Zeynep"),
  male: words("Emre Mehmet Ömer Yiğit|Yigit"),
  family: words("Aydın|Aydin Demir Öztürk Yıldız|Yildiz"),
};

/** Cultures with their share of a clinic's patients. */
export type Population = readonly { readonly weight: number; readonly value: Culture }[];

export const boston: Population = [
  { weight: 44, value: english },
  { weight: 14, value: spanish },
  { weight: 6, value: portuguese },
  { weight: 5, value: frenchCreole },
  { weight: 7, value: chinese },
  { weight: 4, value: vietnamese },
  { weight: 4, value: arabic },
  { weight: 3, value: russian },
  { weight: 2, value: korean },
  { weight: 5, value: hindi },
  { weight: 5, value: westAfrican },
  { weight: 1, value: greek },
];

export const berlin: Population = [
  { weight: 70, value: german },
  { weight: 20, value: turkish },
  { weight: 10, value: arabic },
];

export interface DemoName {
  readonly givenName: string;
  readonly familyName: string;
  readonly language: string;
  /** Given and family name in plain letters, such as `renee.nunez`. */
  readonly mailName: string;
}

/** A name that `taken` does not hold yet; enters it there. */
export function pickName(
  random: Faker,
  population: Population,
  gender: "FEMALE" | "MALE",
  taken: Set<string>,
): DemoName {
  for (;;) {
    const culture = random.helpers.weightedArrayElement([...population]);
    const [givenName, givenLatin] = spelt(
      random.helpers.arrayElement(gender === "FEMALE" ? culture.female : culture.male),
    );
    const [familyName, familyLatin] = spelt(random.helpers.arrayElement(culture.family));
    const mailName = `${plain(givenLatin)}.${plain(familyLatin)}`;
    if (taken.has(mailName)) continue;
    taken.add(mailName);
    return { givenName, familyName, language: culture.language, mailName };
  }
}

function spelt(entry: string): [native: string, latin: string] {
  const [native = "", latin = native] = entry.split("|");
  return [native, latin];
}

function plain(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}

function words(list: string): readonly string[] {
  return list.split(" ");
}
