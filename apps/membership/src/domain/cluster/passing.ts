/** Somebody has succeeded to somebody: a cluster by a merger, a company by one of companies. */
export interface Passing {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly on: string;
  /** Of two entries of one company: what the one has, the other one has, by no rule of a scheme. */
  readonly asOne?: true | undefined;
  /** Of a merger that a court has annulled: the day from which that counts; what is given afterwards does not pass. */
  readonly annulledOn?: string | undefined;
  /** Of a body that its last members have restored since: what is given from that day on does not pass. */
  readonly restoredOn?: string | undefined;
  /** What a merger had passed goes back by its annulment, by no rule of a scheme. */
  readonly back?: true | undefined;
}

/** The id under which a body goes on after those of its successions that lie behind a day. */
export function idOn(id: string, passings: readonly Passing[], day: string): string {
  return passings.findLast(({ on }) => on <= day)?.successorId ?? id;
}

/** The same for something that began on a day: what begins once a body stands again is its own, and what ended with a dissolution passes no more. */
export function idSince(
  { id, since }: { readonly id: string; readonly since: string },
  passings: readonly Passing[],
  { day, dissolvedOn }: { readonly day: string; readonly dissolvedOn: (id: string, since: string) => string },
): string {
  return passings
    .filter(({ on, restoredOn }) => on <= day && !(restoredOn !== undefined && restoredOn <= since))
    .reduce((now, { predecessorId, successorId, on }) => {
      const passes = predecessorId === now && on <= dissolvedOn(now, since);
      return passes ? successorId : now;
    }, id);
}
