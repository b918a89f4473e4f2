import 'reflect-metadata';
import { runProgram, startService } from '#libs/nest-kit/process';
import { incubationContext } from './incubation.context.ts';

/** The context as a process of its own. */
runProgram((options) => startService({ context: incubationContext, ...options }));
