/** Why a cell, or a line, is not taken: what stands there, why not, and what it may have been, which nobody assumes. */
export interface Complaint {
  /** The header of the column; absent where it is about the line. */
  readonly column?: string | undefined;
  readonly found: string;
  readonly reason: string;
  /** What would be taken, were it meant. */
  readonly proposal?: string | undefined;
}

/** What a cell says, or why it says nothing. */
export type Verdict<Value> =
  { readonly ok: true; readonly value: Value } | ({ readonly ok: false } & Omit<Complaint, 'column' | 'found'>);

export function taken<Value>(value: Value): Verdict<Value> {
  return { ok: true, value };
}

/** With a proposal the reason says that it has to be confirmed: nothing is filled up, cut or repaired in silence. */
export function refused(reason: string, proposal?: string): Verdict<never> {
  if (proposal === undefined) return { ok: false, reason };
  return { ok: false, reason: `${reason}; ${proposal} would be valid: confirm`, proposal };
}
