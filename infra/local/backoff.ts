export interface BackoffSettings {
  readonly firstMs: number;
  readonly longestMs: number;
  /** Having run so long, it begins again with the first wait. */
  readonly forgottenAfterMs: number;
}

const SETTINGS: BackoffSettings = { firstMs: 250, longestMs: 30_000, forgottenAfterMs: 60_000 };

/** How long to wait before what ended is started again: twice as long each time, until it has lived for a while. */
export class Backoff {
  #waitMs: number;

  constructor(private readonly settings: BackoffSettings = SETTINGS) {
    this.#waitMs = settings.firstMs;
  }

  /** The wait, in milliseconds, of what ended after so long a life. */
  after(livedMs: number): number {
    const { firstMs, longestMs, forgottenAfterMs } = this.settings;
    const waitMs = livedMs > forgottenAfterMs ? firstMs : this.#waitMs;
    this.#waitMs = Math.min(waitMs * 2, longestMs);
    return waitMs;
  }
}
