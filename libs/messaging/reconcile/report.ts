import type { Finding, FindingKind } from './finding.ts';

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
  /** What was done about it; absent when nobody asked for it. */
  readonly repair?: RepairReport | undefined;
}

export interface RepairReport {
  /** Records that were missing and are on their topics now. */
  readonly published: number;
  /** Missing positions whose ledger row does not hash to its leaf: the ledger has to be mended first. */
  readonly refused: readonly string[];
}
