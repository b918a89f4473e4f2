import 'reflect-metadata';
import { runProgram, startService } from '#libs/nest-kit/process';
import { governanceContext } from './governance.context.ts';

/** The context as a process of its own. */
runProgram((options) => startService({ context: governanceContext, ...options }));
