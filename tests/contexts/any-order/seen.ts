import type { Recording } from './recording.ts';
import { EFFECT } from './setting.ts';

/** What has to be in the histories of a run, at least once in a hundred of them; the corrections where something is recorded wrong. */
const FOLLOWING = ['membership.late-admissions', 'membership.late-antennas', 'incubation.late-partners'];
const REQUIRED = [...FOLLOWING, 'governance.late-governance'].map((manager) => `${manager} followed`);
const CORRECTED = ['corrected', 'taken back', 'corrected after the effect'];

/** How often something was drawn. */
export class Seen {
  readonly #counts = new Map<string, number>();

  add(what: string, times = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + times);
  }

  look({ history, acts }: Recording): void {
    this.add('histories');
    this.add('facts', history.facts.length);
    for (const { kind } of history.facts) this.add(kind);
    const effect = acts.findIndex(({ fact }) => fact === history.effect);
    for (const [index, { fact, does }] of acts.entries()) {
      const isLate = index > effect;
      if (does === 'correct') this.add(fact.mistake?.sent === fact.sent ? 'taken back' : 'corrected');
      if (does === 'correct' && isLate) this.add('corrected after the effect');
      else if (isLate && fact.sent.on < EFFECT) this.add('recorded after the effect, of before it');
    }
  }

  /** What was drawn too seldom to show anything. */
  missing(isWrong: boolean): readonly string[] {
    const histories = this.#counts.get('histories') ?? 0;
    const required = ['recorded after the effect, of before it', ...REQUIRED, ...(isWrong ? CORRECTED : [])];
    return required.filter((what) => (this.#counts.get(what) ?? 0) * 100 < histories);
  }

  lines(): string {
    return [...this.#counts].map(([what, times]) => `${what} ${String(times)}`).join(', ');
  }
}
