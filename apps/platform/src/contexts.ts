import type { ContextDefinition } from '#libs/hosting';
import * as listed from './context-list.ts';

/** The contexts that one process runs together, by their ports; each can as well run alone. */
export const contexts: readonly ContextDefinition[] = Object.values(listed).sort((a, b) => a.port - b.port);
