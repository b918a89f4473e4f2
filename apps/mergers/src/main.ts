import 'reflect-metadata';
import { runProgram, startService } from '#libs/nest-kit/process';
import { mergersContext } from './mergers.context.ts';

/** The context as a process of its own. */
runProgram((options) => startService({ context: mergersContext, ...options }));
