import { nameOn, visibleNames, type NameReader } from '#libs/kernel';
import type { ClusterDocument } from './clusters.projection.ts';

/** A cluster as a reader may see it. */
export interface ClusterView extends ClusterDocument {
  /** The name in force on the day asked for; null where every name is under embargo. */
  readonly name: string | null;
}

export function clusterView(document: ClusterDocument, day: string, reader: NameReader): ClusterView {
  const names = visibleNames(document.names, reader);
  return { ...document, name: nameOn(names, day)?.name ?? null, names };
}
