import { runProgram } from '#libs/hosting';
import { startGateway } from './gateway.ts';
import { addressesOf } from './routes.ts';

/** One port in front of the services. */
runProgram((options) => startGateway({ ...options, addresses: addressesOf(process.env) }));
