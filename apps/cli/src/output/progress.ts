import { terminalText } from '#libs/kernel';
import { groupDigits } from './text.ts';

const QUIET_MS = 30_000;
const CLEAR_LINE = '\r\u001b[2K';

/** Where progress goes: a terminal shows one line that renews itself; a file or a pipe gets a line in thirty seconds. */
export interface ProgressPlace {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** The state of long work, for the person who waits. */
export class Progress {
  #said: number;
  #open = false;

  constructor(
    private readonly place: ProgressPlace,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.#said = nowMs();
  }

  show(text: string): void {
    const line = terminalText(text);
    if (this.place.isTerminal) {
      this.place.write(`${CLEAR_LINE}${line}`);
      this.#open = true;
    } else if (this.nowMs() - this.#said >= QUIET_MS) {
      this.place.write(`${line}\n`);
      this.#said = this.nowMs();
    }
  }

  /** Removes the line, so that the next output takes its place. */
  clear(): void {
    if (this.#open) this.place.write(CLEAR_LINE);
    this.#open = false;
  }
}

export interface Advance {
  readonly done: number;
  readonly total: number;
  readonly perSecond?: number | undefined;
  readonly msLeft?: number | undefined;
}

/** `membership.clusters: 12,000 of 40,000 events, 8,000/s, 4 s left` */
export function advanceLine(of: string, { done, total, perSecond, msLeft }: Advance, unit = 'events'): string {
  const parts = [`${of}: ${groupDigits(done)} of ${groupDigits(total)} ${unit}`];
  if (perSecond !== undefined) parts.push(`${groupDigits(perSecond)}/s`);
  if (msLeft !== undefined) parts.push(`${duration(msLeft)} left`);
  return parts.join(', ');
}

/** Rate and time left from how long it took so far. */
export function advanceSince(beganMs: number, nowMs: number, done: number, total: number): Advance {
  const elapsedMs = nowMs - beganMs;
  if (elapsedMs <= 0 || done <= 0) return { done, total };
  const msLeft = (elapsedMs / done) * Math.max(0, total - done);
  return { done, total, perSecond: Math.round((done * 1_000) / elapsedMs), msLeft };
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${String(minutes)} min` : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
