/** What can be wrong with topics, the worst last. */
export const FINDING_KINDS = ['duplicated', 'out-of-order', 'missing', 'unknown', 'altered', 'misplaced'] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that is wrong, and where. What could not be told (a foreign record has no position) is absent. */
export interface Finding {
  readonly kind: FindingKind;
  readonly position?: string | undefined;
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
  readonly offset?: string | undefined;
  readonly stream?: string | undefined;
  readonly eventId?: string | undefined;
  /** What is there and what should be. */
  readonly message: string;
}

/** A relay that dies between a send and its own row sends again, and consumers drop what they have had by its position. */
export function isTolerated(kind: FindingKind): boolean {
  return kind === 'duplicated';
}

/** Keeps the first of each kind and counts all: topics that are wrong all over must not fill the memory. */
export class Findings {
  readonly #kept = new Map<FindingKind, Finding[]>();
  readonly #counts = new Map<FindingKind, number>();

  constructor(private readonly keptOfEach: number) {}

  add(finding: Finding): void {
    const { kind } = finding;
    this.#counts.set(kind, this.count(kind) + 1);
    const kept = this.#kept.get(kind) ?? [];
    if (kept.length >= this.keptOfEach) return;
    kept.push(finding);
    this.#kept.set(kind, kept);
  }

  count(kind: FindingKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  get counts(): Readonly<Record<FindingKind, number>> {
    return Object.fromEntries(FINDING_KINDS.map((kind) => [kind, this.count(kind)])) as Record<FindingKind, number>;
  }

  /** The worst first, of one kind in the order in which they were found. */
  get kept(): readonly Finding[] {
    return FINDING_KINDS.toReversed().flatMap((kind) => this.#kept.get(kind) ?? []);
  }
}
