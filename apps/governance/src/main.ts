import 'reflect-metadata';
import { runProgram } from '#libs/hosting';
import { startService } from '#libs/nest-kit';
import { GovernanceModule } from './governance.module.ts';

/** The context as a service of its own. */
runProgram((options) => startService({ module: GovernanceModule, ...options }));
