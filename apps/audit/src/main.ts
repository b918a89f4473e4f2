import 'reflect-metadata';
import { runProgram } from '#libs/hosting';
import { startService } from '#libs/nest-kit';
import { auditContext } from './audit.context.ts';

/** The context as a process of its own. */
runProgram((options) => startService({ context: auditContext, ...options }));
