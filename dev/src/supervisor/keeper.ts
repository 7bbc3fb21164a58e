import { sleep } from "@careconnect/kit/sleep";
import { sentenceOf } from "../failure.ts";
import { countDeaths, restartDelayMs } from "./backoff.ts";

/** Something that has started and is ready. */
export interface Running {
  /** Settles when it has ended, with the reason in a few words such as "exit code 1". */
  ended: Promise<string>;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

export interface Keeper {
  stop(): Promise<void>;
  kill(): void;
  /** Ends it and starts it again without a delay. */
  restart(): Promise<void>;
}

export interface KeeperOptions {
  name: string;
  /** Starts it and settles when it is ready; on abort it leaves nothing behind. */
  start(signal: AbortSignal): Promise<Running>;
  tell(line: string): void;
}

/** Starts something, fails when that fails, and from then on starts it again whenever it ends unasked. */
export async function keepRunning({ name, start, tell }: KeeperOptions, signal: AbortSignal): Promise<Keeper> {
  const stopping = new AbortController();
  const anyStop = AbortSignal.any([signal, stopping.signal]);
  let current: Running | undefined = await start(anyStop);
  let restartAsked = false;

  async function loop(): Promise<void> {
    let deaths = 0;
    let since = Date.now();
    while (!stopping.signal.aborted) {
      if (current) {
        const reason = await current.ended;
        current = undefined;
        if (stopping.signal.aborted) return;
        if (!restartAsked) {
          deaths = countDeaths(deaths, Date.now() - since);
          const pause = restartDelayMs(deaths);
          tell(`${name} ended (${reason}); starting it again in ${pause / 1000} s`);
          await sleep(pause, stopping.signal);
        }
        restartAsked = false;
      }
      if (stopping.signal.aborted) return;
      since = Date.now();
      try {
        current = await start(stopping.signal);
        tell(`${name} is running again`);
      } catch (cause) {
        if (stopping.signal.aborted) return;
        deaths = countDeaths(deaths, 0);
        const pause = restartDelayMs(deaths);
        tell(`${sentenceOf(cause)} Trying again in ${pause / 1000} s`);
        await sleep(pause, stopping.signal);
      }
    }
  }

  const looping = loop();
  return {
    async stop() {
      stopping.abort();
      await current?.stop();
      await looping;
    },
    kill() {
      stopping.abort();
      current?.kill();
    },
    async restart() {
      if (!current) return;
      restartAsked = true;
      await current.stop();
    },
  };
}
