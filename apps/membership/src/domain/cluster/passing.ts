/** Somebody has succeeded to somebody: a cluster by a merger, a company by one of companies. */
export interface Passing {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly on: string;
  /** Of two entries of one company: what the one has, the other one has, by no rule of a scheme. */
  readonly asOne?: true | undefined;
  /** Of a merger that a court has annulled: the day from which that counts; what is given afterwards does not pass. */
  readonly annulledOn?: string | undefined;
  /** What a merger had passed goes back by its annulment, by no rule of a scheme. */
  readonly back?: true | undefined;
}

/** The id under which a body goes on after those of its successions that lie behind a day. */
export function idOn(id: string, passings: readonly Passing[], day: string): string {
  return passings.findLast(({ on }) => on <= day)?.successorId ?? id;
}
