/** Work on items, several at a time, whose results leave in the order in which the items came. */
export interface OrderedWork<Item> {
  /** @returns false when too many items are unfinished and this one was not taken */
  push(item: Item): boolean;
  /** How many items are unfinished. */
  size(): number;
  /** Takes no more items, and calls back once the last result has left. */
  end(finished: () => void): void;
  /** Forgets everything; nothing leaves any more. */
  abandon(): void;
}

interface Slot<Result> {
  result: { readonly value: Result } | undefined;
}

interface OrderedWorkOptions<Item, Result> {
  readonly concurrency: number;
  /** Items that may be unfinished, those under way included. */
  readonly capacity: number;
  /** Never rejects: what failed is a result too. */
  work(item: Item): Promise<Result>;
  leave(result: Result): void;
  /**
   * Results that may leave in one turn of the event loop: work that waits for no input or output would otherwise go on
   * without ever letting sockets take what has left.
   */
  perTurn(): number;
}

export function createOrderedWork<Item, Result>(options: OrderedWorkOptions<Item, Result>): OrderedWork<Item> {
  const { concurrency, capacity, work, leave, perTurn } = options;
  const waiting: { readonly item: Item; readonly slot: Slot<Result> }[] = [];
  const unfinished: Slot<Result>[] = [];
  let running = 0;
  let open = true;
  let left = 0;
  let whenFinished: (() => void) | undefined;

  function nextTurn(): void {
    left = 0;
    flush();
    start();
  }

  function flush(): void {
    while (left < perTurn() && unfinished[0]?.result !== undefined) {
      const { result } = unfinished[0];
      unfinished.shift();
      if (left === 0) setImmediate(nextTurn);
      left += 1;
      leave(result.value);
    }
    if (unfinished.length === 0 && whenFinished !== undefined) {
      const finished = whenFinished;
      whenFinished = undefined;
      finished();
    }
  }

  /** A slow item at the head must not let all the results behind it pile up. */
  const mayStart = () => running < concurrency && unfinished.length - waiting.length < concurrency + perTurn();

  function start(): void {
    while (mayStart()) {
      const next = waiting.shift();
      if (next === undefined) return;
      running += 1;
      void work(next.item).then((value) => {
        running -= 1;
        next.slot.result = { value };
        flush();
        start();
      });
    }
  }

  return {
    push(item) {
      if (!open) return true;
      if (unfinished.length >= capacity) return false;
      const slot: Slot<Result> = { result: undefined };
      unfinished.push(slot);
      waiting.push({ item, slot });
      start();
      return true;
    },
    size: () => unfinished.length,
    end(finished) {
      open = false;
      whenFinished = finished;
      flush();
    },
    abandon() {
      open = false;
      waiting.length = 0;
      unfinished.length = 0;
      whenFinished = undefined;
    },
  };
}
