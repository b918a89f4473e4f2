import type { DeclaredModels } from '#libs/hosting';
import type { Point } from '#libs/bitemporal';
import { isVisible, type NameReader } from '#libs/kernel';
import { factId, isKind, readFact, type Fact, type FactKind, type StoredFact } from '../read-models/facts/fact.ts';
import { facts } from '../read-models/facts/facts.projection.ts';
import { successions, type OperationRecord } from '../read-models/successions/successions.projection.ts';
import { clusterNameAt, organisationNameAt } from './at-point.ts';
import { ownerIdsOf, OWNERS, withOwners, type Owner } from './owners.ts';

/** By which end facts are asked for; a list means any of. */
export type FactEnd =
  { readonly subject_id: string | readonly string[] } | { readonly object_id: string | readonly string[] };

const PAGE_SIZE = 500;

/** Fetches what the pure queries of the audit side are answered from. */
export class FactReader {
  constructor(
    private readonly readModels: DeclaredModels,
    private readonly reader: NameReader,
  ) {}

  async get<Kind extends FactKind>(kind: Kind, id: string): Promise<(Fact<Kind> & Fact) | undefined> {
    const stored = await this.readModels.of(facts).get(factId(kind, id));
    const [fact] = stored === undefined ? [] : await this.#withOwners([this.#read(stored)]);
    return fact !== undefined && isKind(fact, kind) ? fact : undefined;
  }

  async all<Kind extends FactKind>(kind: Kind, end: FactEnd): Promise<readonly (Fact<Kind> & Fact)[]> {
    if (Object.values(end).some((ids: string | readonly string[]) => ids.length === 0)) return [];
    const found = await this.readModels.of(facts).all({ kind, ...end });
    const read = await this.#withOwners(found.map((stored) => this.#read(stored)));
    return read.filter((fact) => isKind(fact, kind));
  }

  /** Each as long as what it belongs to. */
  async #withOwners(read: readonly Fact[]): Promise<readonly Fact[]> {
    const ids = [...new Set(read.flatMap(ownerIdsOf))];
    if (ids.length === 0) return read;
    const found = await this.readModels.of(facts).all({ kind: OWNERS, about: ids });
    const owners = new Map(found.map((stored) => [stored.factId, this.#read(stored) as Owner]));
    return read.map((fact) => withOwners(fact, owners));
  }

  /** Without what is under embargo for this reader. */
  #read(stored: StoredFact): Fact {
    const fact = readFact(stored);
    if (fact.kind !== 'cluster-name') return fact;
    const versions = fact.versions.filter(({ value }) => value === null || isVisible(value, this.reader));
    return { ...fact, versions };
  }

  /** The facts whose history is that of one thing, as they were stated: a cluster with its names, a mandate, a membership. */
  async about(id: string): Promise<readonly Fact[]> {
    return (await this.readModels.of(facts).all({ about: id })).map((stored) => this.#read(stored));
  }

  /** Any fact of a subject; undefined where nothing is known of it. */
  async firstOf(subjectId: string): Promise<StoredFact | undefined> {
    return (await this.readModels.of(facts).page({ where: { subject_id: subjectId }, limit: 1 })).items[0];
  }

  /** Every fact of these kinds, a page at a time: what a whole history is compared with does not fit in memory. */
  async *each(kinds: readonly FactKind[], subjectId?: string): AsyncIterable<Fact> {
    const where = { kind: kinds, ...(subjectId === undefined ? {} : { subject_id: subjectId }) };
    let after: string | undefined;
    do {
      const page = await this.readModels.of(facts).page({ where, after, limit: PAGE_SIZE });
      yield* await this.#withOwners(page.items.map((stored) => this.#read(stored)));
      after = page.next;
    } while (after !== undefined);
  }

  async clusterNames(ids: readonly string[], point: Point): Promise<Readonly<Record<string, string>>> {
    const names = await this.all('cluster-name', { subject_id: [...new Set(ids)] });
    return Object.fromEntries(
      [...new Set(names.map(({ subjectId }) => subjectId))].flatMap((id) => {
        const own = names.filter(({ subjectId }) => subjectId === id);
        const name = clusterNameAt(own, point);
        return name === undefined ? [] : [[id, name] as const];
      }),
    );
  }

  async organisationNames(ids: readonly string[], point: Point): Promise<Readonly<Record<string, string>>> {
    const names = await this.all('organisation-name', { subject_id: [...new Set(ids)] });
    return Object.fromEntries(
      names.flatMap((fact) => {
        const name = organisationNameAt(fact, point);
        return name === undefined ? [] : [[fact.id, name] as const];
      }),
    );
  }

  async operations(ids: readonly string[]): Promise<ReadonlyMap<string, OperationRecord>> {
    const found = await Promise.all([...new Set(ids)].map((id) => this.readModels.of(successions).get(id)));
    return new Map(found.flatMap((record) => (record === undefined ? [] : [[record.operationId, record] as const])));
  }
}
