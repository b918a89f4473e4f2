import type { DateBeforeStart } from '../facts.ts';
import type { SirenInvalid } from '../siren.ts';

/** Another cluster is registered under this id already; `found` is its name. */
export interface ClusterExists {
  readonly type: 'MBR_CLUSTER_EXISTS';
  readonly found: string;
}

export interface ClusterNotFound {
  readonly type: 'MBR_CLUSTER_NOT_FOUND';
  readonly found: string;
}

/** `found` says since when. */
export interface ClusterDissolved {
  readonly type: 'MBR_CLUSTER_DISSOLVED';
  readonly found: string;
}

/** `found` says since when, `required` which successors to turn to. */
export interface ClusterSucceeded {
  readonly type: 'MBR_CLUSTER_SUCCEEDED';
  readonly found: string;
  readonly required: string;
}

export interface ClusterNotDormant {
  readonly type: 'MBR_CLUSTER_NOT_DORMANT';
  readonly found: string;
  readonly required: string;
}

export type ClusterRejection =
  | SirenInvalid
  | ClusterExists
  | ClusterNotFound
  | ClusterDissolved
  | ClusterSucceeded
  | ClusterNotDormant
  | DateBeforeStart;
