import 'reflect-metadata';
import { runProgram } from '#libs/hosting';
import { startService } from '#libs/nest-kit';
import { mergersContext } from './mergers.context.ts';

/** The context as a process of its own. */
runProgram((options) => startService({ context: mergersContext, ...options }));
