/** Injection tokens of what the composition hands to controllers and handlers. */
export const COMMAND_EDGE = Symbol('CommandEdge');
/** What HTTP needs of the process behind it: an `ApplicationRuntime`. */
export const RUNTIME = Symbol('Runtime');
/** The bus on which commands travel, as the port of `#libs/commands`. */
export const COMMAND_BUS = Symbol('CommandBus');
