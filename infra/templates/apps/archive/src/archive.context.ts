import type { ContextDefinition } from '#libs/hosting';

/** What this context is about, in a sentence. */
export const archiveContext: ContextDefinition = {
  name: 'archive',
  port: 8000,
  aggregates: [],
  commands: [],
  queries: [],
  projections: [],
  processManagers: [],
};
