/** Injection tokens of what the composition hands to controllers and handlers. */
export const READ_MODELS = Symbol('ReadModels');
export const EVENT_STORE = Symbol('EventStore');
export const COMMAND_EDGE = Symbol('CommandEdge');
export const RUNTIME = Symbol('Runtime');
export const AUTHENTICATOR = Symbol('Authenticator');
export const CLOCK = Symbol('Clock');
/** What the execution of a query needs: the `QueryServices`. */
export const QUERY_SERVICES = Symbol('QueryServices');
export const CONTEXTS = Symbol('Contexts');
/** What a handler of events works with: the `ProcessServices`. */
export const PROCESS_SERVICES = Symbol('ProcessServices');
export const METRICS = Symbol('metrics');
