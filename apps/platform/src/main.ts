import 'reflect-metadata';
import { runProgram } from '#libs/hosting';
import { startPlatform } from './platform.ts';

/** `npm start`: the whole system on your own data, until SIGINT or SIGTERM. */
runProgram(startPlatform);
