/** The checks of the verifier, by the names that problems carry. */
export type Check =
  | 'readable'
  | 'dense-positions'
  | 'ledger-end'
  | 'leaf-hash'
  | 'canonical-record'
  | 'record-agrees'
  | 'context'
  | 'schema'
  | 'revisions'
  | 'stream-folds'
  | 'read-model'
  | 'parked';

export interface Problem {
  readonly check: Check;
  readonly position?: bigint | undefined;
  readonly stream?: string | undefined;
  readonly message: string;
}

/** `position 17 of membership.cluster-…: leaf-hash: …` */
export function problemLine({ check, position, stream, message }: Problem): string {
  const of = stream === undefined ? '' : ` of ${stream}`;
  const place = position === undefined ? (stream ?? '') : `position ${String(position)}${of}`;
  return place === '' ? `${check}: ${message}` : `${place}: ${check}: ${message}`;
}

/** Keeps the first problems and counts the others: a store that is wrong all over must not fill the memory of its verifier. */
export class Problems {
  readonly #kept: Problem[] = [];
  #count = 0;

  constructor(private readonly limit = 100) {}

  /** True while there is room for it. */
  add(problem: Problem): boolean {
    this.#count += 1;
    if (this.#kept.length >= this.limit) return false;
    this.#kept.push(problem);
    return true;
  }

  get count(): number {
    return this.#count;
  }

  get first(): readonly Problem[] {
    return this.#kept;
  }
}
