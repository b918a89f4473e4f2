import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { instant, type Clock, type Instant } from '#libs/kernel';

/** The clock of the story: it shows the day that is played, and follows another clock once the story is over. */
export interface StoryClock {
  /** It is that day, at ten in the morning in Paris or nine, as the season has it. */
  standOn(day: string): void;
  goOn(): void;
}

/** For a story that is played in this process. */
export class OwnStoryClock implements StoryClock, Clock {
  #standsAt: Instant | undefined;

  constructor(private readonly afterwards: Clock) {}

  now(): Instant {
    return this.#standsAt ?? this.afterwards.now();
  }

  standOn(day: string): void {
    this.#standsAt = momentOf(day);
  }

  goOn(): void {
    this.#standsAt = undefined;
  }
}

/** For a story that several processes play: the file that their clocks look at. */
export class SharedStoryClock implements StoryClock {
  constructor(private readonly file: string) {}

  standOn(day: string): void {
    const draft = `${this.file}.next`;
    writeFileSync(draft, momentOf(day));
    renameSync(draft, this.file);
  }

  goOn(): void {
    rmSync(this.file, { force: true });
  }
}

function momentOf(day: string): Instant {
  return instant(`${day}T08:30:00.000Z`);
}
