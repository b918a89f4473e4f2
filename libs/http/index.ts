export { requireLoopbackHost } from './development-host.ts';
export { limitRequests } from './limit-requests.ts';
export { logRefusal } from './log-refusal.ts';
export { pathOf } from './path-of.ts';
export { CODES_BY_STATUS, methodsByPath, problemAnswers, sendProblem } from './problem-answers.ts';
export { addSecurityHeaders } from './security-headers.ts';
