import 'reflect-metadata';
import { runProgram } from '#libs/nest-kit/process';
import { startRelay } from './relay-service.ts';

/** Gives positions and publishes to Kafka, until SIGINT or SIGTERM. */
runProgram(startRelay);
