export { startAuthentication, type Authentication } from './auth/authentication.ts';
export { newDevelopmentKey } from './auth/development-issuer.ts';
export { commandsOf, ContextModule, contextOfModule, moduleOver, queryTablesOf } from './context-module.ts';
export { systemDocument } from './openapi/system-document.ts';
export { createHealthApplication } from './http/process-routes.ts';
export { adminTable } from './http/admin.queries.ts';
export { servicesTable } from './http/services.queries.ts';
export { listen, serveContexts, startService, type Service } from './service.ts';
