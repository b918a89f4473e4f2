import 'reflect-metadata';
import { runProgram } from '#libs/nest-kit/process';
import { startPlatform } from './platform.ts';

/** `npm start`: the whole system on your own data, until SIGINT or SIGTERM. */
runProgram(startPlatform);
