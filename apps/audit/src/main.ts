import 'reflect-metadata';
import { runProgram, startService } from '#libs/nest-kit/process';
import { auditContext } from './audit.context.ts';

/** The context as a process of its own. */
runProgram((options) => startService({ context: auditContext, ...options }));
