import 'reflect-metadata';
import { runProgram, runTask } from '#libs/hosting';
import { startRelay } from './relay-service.ts';
import { resume } from './resume.ts';

/** Gives positions and publishes to Kafka, until SIGINT or SIGTERM. `resume`: lets one that stands still go on, and ends. */
if (process.argv[2] === 'resume') runTask(resume);
else runProgram(startRelay);
