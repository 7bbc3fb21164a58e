type Counted<Base extends string> = `${Base}_${Intl.LDMLPluralRule}`;

/**
 * A catalogue in another language: it has every text of the English one, or it does not compile. Of a text that depends
 * on a count, the general form has to be there, and whichever else the language has (Arabic has six).
 */
export type CatalogueLike<English> = {
  readonly [Key in keyof English as Key extends Counted<string> ? never : Key]: English[Key] extends string
    ? string
    : CatalogueLike<English[Key]>;
} & {
  readonly [Key in keyof English as Key extends Counted<infer Base> ? `${Base}_other` : never]: string;
} & {
  readonly [Key in keyof English as Key extends Counted<infer Base> ? Counted<Base> : never]?: string;
};
