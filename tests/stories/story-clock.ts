import { instant, type Clock, type Instant } from '#libs/kernel';

/** The clock of the story: it stands on the day that is played, and follows another clock once the story is over. */
export class StoryClock implements Clock {
  #standsAt: Instant | undefined;

  constructor(private readonly afterwards: Clock) {}

  now(): Instant {
    return this.#standsAt ?? this.afterwards.now();
  }

  /** It is that day, at ten in the morning in Paris or nine, as the season has it. */
  standOn(day: string): void {
    this.#standsAt = instant(`${day}T08:30:00.000Z`);
  }

  goOn(): void {
    this.#standsAt = undefined;
  }
}
