import { nicknames } from "./nickname.table.ts";

/** Given names, folded, that many people have. */
const common =
  "aaron abigail adam adele adrian adriana agnes ahmed aisha albert alberto aleksandra alfred ali alia alice alicia alina " +
  "alisa alma amalia amanda amara amaya amelia amelie amina amir amira amy ana anastasia andrea andreas angel angela " +
  "angelina anita ann anna anne annika anton antonella aria arian ariana ariel arne aron arthur ashley astrid aurora ava " +
  "axel beate beatrice beatriz bella benno bernd bernhard bettina bianca birgit bjorn bodo boris brandon brenda brian " +
  "brigitte bruno camila camilla cara carina carl carla carlo carlos carmen carol carolina caroline caspar cecilia cedric " +
  "celia celina cem chantal charlotte chiara chloe christa christian christiane clara claudia claudio clemens cora " +
  "corinna cornelia curtis cynthia damian dana daniela daniele daria dario darius dean denise dennis diana diane dieter " +
  "dina dirk dmitri dominique donna dora dorian doris dylan edda edgar edith egon eileen elena eleonora elia eliana elias " +
  "elif elin elina elisa eliza ella ellen ellie elmar elsa emanuel emil emilia emilie emilio emily emma emmanuel emmi " +
  "enrico enya enzo eric erica erik erika erin ernst erwin esra estelle esther ethan eva evelyn evi eyla fabian fabio " +
  "fanny farid farida fatima fatma federica felicia felix fenja ferdinand fernanda fernando finn fiona flora florence " +
  "florian franca francesca francesco franka frida frieda gabriela gary georgia gerd gerda gerhard gertrud gianna gianni " +
  "gina gisela gloria grace gregor greta gudrun guenther guido gunther gustav gustavo hana hanna hannah hannes hanno hans " +
  "harald hasan hasana hassan hassana hedwig heidi heike helen helena helene helga helge helmut henriette henrik henrike " +
  "herbert hermann hilda hilde hilmar hiroshi holger horst hubert hugo ian ibrahim ida ilona ilse imani ina ines inga " +
  "inge ingo ingrid inka irena irene irina iris isaac isabella isaiah ismael isolde ivan ivana ivo jacob jada jago jakob " +
  "jan jana jane janet janina janine janne jannik janosch jara jarne jasmin jason javier jayden jaylen jean jeanne " +
  "jeffrey jens jerome jette jill joan joana joanna jochen joel joelle johan johanna jolanda jonah jonas jordan joris " +
  "josefa josefine josephine josie joy juana juanita juergen jule julia julian juliana julie julien juliette julio julius " +
  "juna justin jutta kai karen karim karima karin karina karla karolina kathleen kay kaya kayden kayla kendra kerstin " +
  "kevin kian kiara kilian kira klara konrad kristian kristin kristina kurt lana lara larissa lars lasse laura laurin lea " +
  "leah leander leandra leif leila lena leni lenn lennart lenni lennox leon leona leonie leonora leticia levi levin lia " +
  "liam lian liana lili lilian liliana lilly lina linda linnea lino linus lio lisa lisbeth livia lola lorena loris lotta " +
  "lotte louisa louise luan luca lucas lucia luciana lucy luisa luise luka lukas luna lydia madison magdalena maja malia " +
  "malik malika malina malte manuela mara marc marcel marcela marcia marco marcus mareike marek margot mariam mariana " +
  "marianne marie mariel mariella marina mario marion marisa mark marko markus marla marlene marlin marlon marta martha " +
  "martin martina marvin mary mathilda mats matteo mattis maurice maxim maya megan mei meike melanie melia melina merle " +
  "mia michaela michele michelle mika mila milan milena milla milo milow mina minh minna mira miriam mirja mirko mohamed " +
  "mohammed mona monica monika morgan moritz nadia nadine nadja nala naomi nara natalia natalie natasha nathan nele nelia " +
  "nelly nelson nevio nia nico nicola nicole nika nikita nikola nila nils nina noa noah noel noemi nora norbert norma " +
  "nuria olaf ole olga oliver olivia omar omara oriana orla oscar oskar otto owen paige paola pascal patrice paul paula " +
  "paulina pauline pavel penelope pepe petra philine pia piet pilar priya quentin quirin rachel rafaela rahim rahima " +
  "rainer rajesh ralf ramona rania raul raya regina reiner remy renate rene renee ria ricarda riley rita rocco rodrigo " +
  "roland rolf roman romana romina romy ronan ronja ronny rosa rosalia rosalie rosanna rose rosemarie roxana ruben ruby " +
  "rudolf runa ruth ryan sabina sabine sabrina salim salima sally salma salome salvador samir samira samu sander sandrine " +
  "santino sara sarah saskia savannah scott selena selin selina selma senta serafina serena sergei sergio sharon sheila " +
  "shirley sienna sigrid sila silas silke silvia simon simona simone sina sinan sofian sofie sonia sonja sophie soraya " +
  "stefania stella stine suna susanna sven svenja svetlana swantje sylvia sylvie tabea tamara tamino tanja tara tarek " +
  "tatjana taylor teodor tessa thea thomas thore thorsten tia tiana tiffany tilda till tilo tim timo tina tizian tjark " +
  "tobias tom toni torben tyler tyra ulf ulrich ulrike ursula ute uwe valentin valentina valentino valeria valerie " +
  "vanessa veit vera verena victor viktor viktoria vincenz viola violet violetta virginia vito vittoria vivian volker " +
  "wanda wei wendy werner wiebke wilma wolfgang xavier yagmur yann yannick yannis yara yasin yasmin yasmina yasmine ylvi " +
  "yolanda yuki yusuf yvonne zahra zara zeynep zoe zoey zora";

const known = new Set([...common.split(" "), ...nicknames()]);

/**
 * Whether two given names, folded, are two names and not one of them with a mistake: twins have some that are as alike as
 * that. Who goes by a second name has one of the other's.
 */
export function areTwoNames(one: string, other: string): boolean {
  const [ones, others] = [wordsOf(one), wordsOf(other)];
  const [first, second] = [ones[0] ?? "", others[0] ?? ""];
  return known.has(first) && known.has(second) && !ones.includes(second) && !others.includes(first);
}

const wordsOf = (name: string) => name.split(/[ -]/);
