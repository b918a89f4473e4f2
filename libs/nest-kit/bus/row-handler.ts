import { Inject, type Type } from '@nestjs/common';
import { RUNTIME } from '../tokens.ts';

/** What travels on a bus of Nest: its class says which row it is of. */
export interface Travelling<Content> {
  readonly content: Content;
}

type Message = new (content: unknown) => Travelling<unknown>;

/** The classes that travel, by row. */
const classes = new WeakMap<object, Message>();

/** The class that travels for a row, under the name of its operation. */
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

/** A handler as Nest discovers it, which is given the runtime of its process. */
export function rowHandler<Content, Runtime>(
  name: string,
  decorate: ClassDecorator,
  perform: (content: Content, runtime: Runtime) => Promise<unknown>,
): Type {
  class Handler {
    constructor(private readonly runtime: Runtime) {}
    async execute({ content }: Travelling<Content>): Promise<unknown> {
      return await perform(content, this.runtime);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${name}.handler` });
  Inject(RUNTIME)(Handler, undefined, 0);
  decorate(Handler);
  return Handler;
}
