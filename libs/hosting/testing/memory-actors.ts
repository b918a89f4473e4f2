import { derivedId, type Uuid } from '#libs/kernel';
import type { Actors, Identity } from '../actors.ts';

/** Actors in memory. Their ids follow from who they are, so that a test that runs again has the same. */
export class MemoryActors implements Actors {
  readonly #identities = new Map<string, Identity>();

  idOf({ issuer, subject }: Identity): Promise<Uuid> {
    const id = derivedId('actor', issuer, subject);
    this.#identities.set(id, { issuer, subject });
    return Promise.resolve(id);
  }

  identitiesOf(ids: readonly string[]): Promise<ReadonlyMap<string, Identity>> {
    const found = ids.flatMap((id) => {
      const identity = this.#identities.get(id);
      return identity === undefined ? [] : [[id, identity] as const];
    });
    return Promise.resolve(new Map(found));
  }

  erase(id: string): void {
    this.#identities.delete(id);
  }
}
