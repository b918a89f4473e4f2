import 'reflect-metadata';
import { runProgram } from '#libs/hosting';
import { startService } from '#libs/nest-kit';
import { EventsModule } from './events.module.ts';

/** The context as a service of its own. */
runProgram((options) => startService({ module: EventsModule, ...options }));
