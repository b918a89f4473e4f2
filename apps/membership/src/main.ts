import 'reflect-metadata';
import { runProgram, startService } from '#libs/nest-kit/process';
import { membershipContext } from './membership.context.ts';

/** The context as a process of its own. */
runProgram((options) => startService({ context: membershipContext, ...options }));
