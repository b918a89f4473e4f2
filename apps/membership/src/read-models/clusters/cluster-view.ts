import { nameOn, visibleNames, type NameReader } from '../dated-names.ts';
import type { ClusterDocument } from './clusters.projection.ts';

/** A cluster as a reader may see it. */
export interface ClusterView extends ClusterDocument {
  /** The name in force on the day asked for; null where every name is under embargo. */
  readonly name: string | null;
}

export function clusterView(document: ClusterDocument, day: string, reader: NameReader): ClusterView {
  return {
    ...document,
    name: nameOn(document, day, reader)?.name ?? null,
    names: visibleNames(document, reader),
  };
}
