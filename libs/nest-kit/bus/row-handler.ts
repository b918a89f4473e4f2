import { Inject, type Type } from '@nestjs/common';

/** What HTTP needs of the process behind it, as Nest has it: an `ApplicationRuntime`. */
export const RUNTIME = Symbol('Runtime');

/** A message on a bus of Nest: its class names its row. */
interface Travelling {
  readonly content: unknown;
}
type Message = new (content: unknown) => Travelling;

/** The classes of messages, by row. */
const classes = new WeakMap<object, Message>();

/** The class of the messages of a row, named after its operation. */
export function messageClass(row: object, name: string): Message {
  const known = classes.get(row);
  if (known !== undefined) return known;
  const made = class {
    constructor(readonly content: unknown) {}
  };
  Object.defineProperty(made, 'name', { value: name });
  classes.set(row, made);
  return made;
}

/** A handler as Nest discovers it, with the runtime of its process. */
export function rowHandler(
  name: string,
  decorate: ClassDecorator,
  perform: (content: never, runtime: never) => Promise<unknown>,
): Type {
  class Handler {
    constructor(private readonly runtime: unknown) {}
    async execute({ content }: Travelling): Promise<unknown> {
      return await perform(content as never, this.runtime as never);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${name}.handler` });
  Inject(RUNTIME)(Handler, undefined, 0);
  decorate(Handler);
  return Handler;
}
