/** More was published than the ledger holds: it was restored from an older state than the topics. */
export class LedgerBehindTopics extends Error {
  override readonly name = 'LedgerBehindTopics';
  constructor(
    /** The first position that was not published yet. */
    readonly position: bigint,
    readonly head: bigint,
  ) {
    super(
      `positions below ${String(position)} were published and the ledger ends at ${String(head)}: nothing was sent. ` +
        'Restore the ledger from a later backup or from the topics, then resume the relay.',
    );
  }
}
