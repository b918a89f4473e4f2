import type { ContextDefinition } from '#libs/hosting';
import { contextOfModule } from '#libs/nest-kit';
import * as listed from './context-list.ts';

/** The modules of the contexts that one process runs together, by their ports; each can as well run alone. */
export const modules = Object.values(listed).sort((a, b) => contextOfModule(a).port - contextOfModule(b).port);

export const contexts: readonly ContextDefinition[] = modules.map(contextOfModule);
