/** What a process needs to run contexts; contexts themselves import `#libs/nest-kit` only. */
export { createApplication, type ApplicationOptions } from '../application.ts';
export { startAuthentication, type Authentication } from '../auth/authentication.ts';
export { InvalidConfig, readConfig, type Config } from '../config.ts';
export { Runtime, type RuntimeOptions } from '../runtime.ts';
export { OperationsController } from '../http/operations.controller.ts';
