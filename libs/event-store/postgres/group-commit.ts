/** A member of a group: it is committed together with others. */
export interface GroupMember {
  /** What it touches: two members with a key in common never run at the same time, and run in the order in which they came. */
  readonly keys: readonly string[];
  /** What it only looks at: no member that has it as a key runs at the same time, others that look at it may. */
  readonly shared: readonly string[];
  /** How much of a group it takes up. */
  readonly weight: number;
}

export interface GroupCommitOptions<Member> {
  /** How many groups run at a time. */
  readonly lanes: number;
  /** The most weight of a group. A member that alone has more runs alone, on a lane of its own kind, and holds up no group. */
  readonly maxWeight: number;
  /** The most members that wait or run before `room` has to be waited for. */
  readonly maxMembers: number;
  /** Runs a group; settles each member itself and never rejects. */
  readonly run: (members: readonly Member[]) => Promise<void>;
}

/** Members looked through for a group, so that a long queue behind one key costs no more than a short one. */
const LOOK_AHEAD = 2_048;

/** From this number of members on, the queue is divided among the free lanes: one group is made here while the server works on another. */
const WORTH_A_LANE = 8;

/**
 * Makes groups of what arrives while others run: no timer delays a lone member, and the busier it is the larger the groups.
 */
export class GroupCommit<Member extends GroupMember> {
  #waiting: Member[] = [];
  readonly #busy = new Set<string>();
  /** How many members that run look at a key. */
  readonly #lookedAt = new Map<string, number>();
  readonly #queueing: (() => void)[] = [];
  #members = 0;
  #lanes: number;
  #heavyLanes = 1;
  #scheduled = false;

  constructor(private readonly options: GroupCommitOptions<Member>) {
    this.#lanes = options.lanes;
  }

  /** Resolves when another member may be added; first come, first served. */
  async room(): Promise<void> {
    if (this.#members < this.options.maxMembers && this.#queueing.length === 0) {
      this.#members += 1;
      return;
    }
    await new Promise<void>((resolve) => this.#queueing.push(resolve));
  }

  /** Gives the room back: each `room` is followed by one `leave`. */
  leave(): void {
    const next = this.#queueing.shift();
    if (next === undefined) this.#members -= 1;
    else next();
  }

  /** Needs `room` first. */
  add(member: Member): void {
    this.#waiting.push(member);
    this.#schedule();
  }

  /** Once per turn of the event loop, so that callers that were answered together come again together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && (this.#lanes > 0 || this.#heavyLanes > 0)) {
      const group = this.#pick(Math.max(WORTH_A_LANE, Math.ceil(this.#waiting.length / Math.max(1, this.#lanes))));
      if (group.length === 0) return;
      void this.#run(group);
    }
  }

  /** The next group, or one heavy member: what is passed over keeps its keys, so that no other overtakes it. */
  #pick(atMost: number): readonly Member[] {
    const { maxWeight } = this.options;
    const claimed = new Set(this.#busy);
    const lookedAt = new Set(this.#lookedAt.keys());
    const group: Member[] = [];
    const left: Member[] = [];
    let weight = 0;
    for (const [index, member] of this.#waiting.entries()) {
      if (index >= LOOK_AHEAD || weight >= maxWeight || group.length >= atMost) {
        left.push(...this.#waiting.slice(index));
        break;
      }
      const heavy = member.weight > maxWeight;
      const { keys, shared } = member;
      const free =
        !keys.some((key) => claimed.has(key) || lookedAt.has(key)) && !shared.some((key) => claimed.has(key));
      for (const key of keys) claimed.add(key);
      for (const key of shared) lookedAt.add(key);
      const fits = heavy
        ? this.#heavyLanes > 0 && group.length === 0
        : this.#lanes > 0 && weight + member.weight <= maxWeight;
      if (!free || !fits) {
        left.push(member);
        continue;
      }
      group.push(member);
      weight += member.weight;
    }
    this.#waiting = left;
    return group;
  }

  async #run(group: readonly Member[]): Promise<void> {
    const heavy = (group[0]?.weight ?? 0) > this.options.maxWeight;
    if (heavy) this.#heavyLanes -= 1;
    else this.#lanes -= 1;
    for (const { keys } of group) for (const key of keys) this.#busy.add(key);
    for (const { shared } of group) for (const key of shared) this.#look(key, 1);
    await this.options.run(group);
    for (const { keys } of group) for (const key of keys) this.#busy.delete(key);
    for (const { shared } of group) for (const key of shared) this.#look(key, -1);
    if (heavy) this.#heavyLanes += 1;
    else this.#lanes += 1;
    if (this.#waiting.length > 0) this.#schedule();
  }

  #look(key: string, change: 1 | -1): void {
    const count = (this.#lookedAt.get(key) ?? 0) + change;
    if (count === 0) this.#lookedAt.delete(key);
    else this.#lookedAt.set(key, count);
  }
}
