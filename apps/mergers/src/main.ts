import 'reflect-metadata';
import { runProgram } from '#libs/hosting';
import { startService } from '#libs/nest-kit';
import { MergersModule } from './mergers.module.ts';

/** The context as a service of its own. */
runProgram((options) => startService({ module: MergersModule, ...options }));
