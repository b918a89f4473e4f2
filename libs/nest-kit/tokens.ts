/** Injection tokens of what the composition hands to controllers and handlers. */
export const COMMAND_EDGE = Symbol('CommandEdge');
export const RUNTIME = Symbol('Runtime');
export const AUTHENTICATOR = Symbol('Authenticator');
export const CLOCK = Symbol('Clock');
/** What the execution of a query needs: the `QueryServices`. */
export const QUERY_SERVICES = Symbol('QueryServices');
/** The bus on which commands travel, as the port of `#libs/commands`. */
export const COMMAND_BUS = Symbol('CommandBus');
/** What the handler of a row runs: see `PerformCommand`. */
export const PERFORM_COMMAND = Symbol('PerformCommand');
export const METRICS = Symbol('metrics');
