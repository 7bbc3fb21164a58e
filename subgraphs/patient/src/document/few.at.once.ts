/** A file that is looked into is in memory: so many are, in one process. */
const few = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** Does `work` when few enough others are at theirs. */
export async function oneOfFew<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= few) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
