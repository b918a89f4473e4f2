import 'reflect-metadata';
import { runProgram } from '#libs/hosting';
import { startPlatform } from './platform.ts';

/** The whole system on your own data, until SIGINT or SIGTERM. `npm start` says `--local`: without an issuer it may choose that of development. */
const way = process.argv.includes('--local') ? 'npm' : 'program';
runProgram((settings) => startPlatform({ ...settings, way }));
