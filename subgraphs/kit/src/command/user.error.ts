import { Directive, Field, ObjectType } from "type-graphql";

@Directive("@shareable")
@ObjectType({ description: "Why a command did not do what was asked; nothing was changed." })
export class UserError {
  @Field(() => String, { description: "A stable code, as listed in the error reference." })
  code!: string;

  @Field(() => [String], { description: "The path of the input field that is wrong, from the input object down." })
  field!: string[];

  @Field(() => String, { description: "What is wrong and what to do, for a person." })
  message!: string;
}

/** Refuses a command: its changes are rolled back and the caller is told why in `userErrors`. */
export class CommandRefusal extends Error {
  override readonly name = "CommandRefusal";
  readonly userErrors: readonly UserError[];

  constructor(code: string, field: readonly string[], message: string) {
    super(code);
    this.userErrors = [{ code, field: [...field], message }];
  }

  /** For several reasons at once, one at least. */
  static forAll(reasons: readonly UserError[]): CommandRefusal {
    const [first] = reasons;
    if (!first) throw new Error("A refusal has a reason.");
    return Object.assign(new CommandRefusal(first.code, first.field, first.message), { userErrors: reasons });
  }
}

/**
 * What cannot be found, may not be seen, or is not the caller's to do this with: they are not told which.
 * @param field the path of the input field that named it; none when none did
 */
export function notFound(...field: readonly string[]): CommandRefusal {
  return new CommandRefusal("NOT_FOUND", field, "There is no such record, or this is not yours to do with it.");
}
