/** What can be wrong with topics, the worst last. */
const KINDS = ['duplicated', 'out-of-order', 'missing', 'unknown', 'altered', 'misplaced'] as const;

export type FindingKind = (typeof KINDS)[number];

/** One difference, and where it is. Members that are not known are absent: a foreign record has no position. */
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

/** What a reconciliation found. */
export interface ReconcileReport {
  /** Nothing was found that is not tolerated. */
  readonly ok: boolean;
  /** Positions of the ledger that were compared. */
  readonly events: number;
  /** Records of the topics that were read. */
  readonly records: number;
  /** Positions at the end of the ledger that the relay had not published when this began. */
  readonly waiting: number;
  /** Records that were published while this ran; the next run looks at them. */
  readonly newer: number;
  /** Records that stand late in their partition because they mended it. */
  readonly repairedBefore: number;
  readonly counts: Readonly<Record<FindingKind, number>>;
  /** The first of each kind, the worst kind first. */
  readonly findings: readonly Finding[];
  /** What was repaired; absent without `repair`. */
  readonly repair?: RepairReport | undefined;
}

export interface RepairReport {
  /** Records that were missing and are on their topics now. */
  readonly published: number;
  /** Missing positions whose ledger row does not hash to its leaf: the ledger has to be mended first. */
  readonly refused: readonly string[];
}

/** Keeps the first of each kind and counts all: topics that are wrong all over must not fill the memory. */
export class Findings {
  readonly counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<FindingKind, number>;
  readonly #kept: Finding[] = [];

  constructor(private readonly keptOfEach: number) {}

  /** About the record at a place, as the one of an event. */
  add(
    kind: FindingKind,
    { topic, partition, offset }: Pick<Finding, 'topic' | 'partition' | 'offset'>,
    { position, stream, eventId }: Pick<Finding, 'position' | 'stream' | 'eventId'>,
    message: string,
  ): void {
    this.counts[kind] += 1;
    if (this.counts[kind] > this.keptOfEach) return;
    this.#kept.push({ kind, position, topic, partition, offset, stream, eventId, message });
  }

  /** A relay that dies between a send and its own row sends again, and consumers drop what they have had by its position. */
  get areTolerated(): boolean {
    return KINDS.every((kind) => kind === 'duplicated' || this.counts[kind] === 0);
  }

  /** The worst first, of one kind in the order in which they were found. */
  get kept(): readonly Finding[] {
    return KINDS.toReversed().flatMap((kind) => this.#kept.filter((finding) => finding.kind === kind));
  }
}
