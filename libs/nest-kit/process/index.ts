/** What a process needs to run contexts; contexts themselves import `#libs/nest-kit` only. */
export { createApplication, type ApplicationOptions } from '../application.ts';
export { startAuthentication, type Authentication } from '../auth/authentication.ts';
export { newDevelopmentKey } from '../auth/development-issuer.ts';
export { consumersOf } from '../context-consumers.ts';
export { InvalidConfig, readConfig, type Config } from '../config.ts';
export { Runtime, type RuntimeOptions } from '../runtime.ts';
export { OperationsController } from '../http/operations.controller.ts';
export { ServicesController } from '../http/services.controller.ts';
export { FaultLog } from '../fault-log.ts';
export { fileClock } from '../file-clock.ts';
export { inProcessMessages, reconcilableMessages, type Messages, type OpenMessages } from '../messages.ts';
export { contextRole, provisionDatabase, type ContextLogin } from '../provision/provision.ts';
export { runProgram, runTask, type Program } from '../service/run-program.ts';
export { startService, type Service, type ServiceOptions } from '../service/service.ts';
export { chooseStore, kurrentUrlOf, type StoreChoice, type StoreSettings } from '../store-choice.ts';
export { VERSION } from '../version.ts';
export { createHealthApplication } from '../health-application.ts';
export type { Health } from '../http/health.controller.ts';
