import { Controller, Inject, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { edgeProblem, type Viewer } from '#libs/hosting';

/** A request as the guard leaves it. */
export interface ViewedRequest extends FastifyRequest {
  viewer?: Viewer;
}

/** A route as data, made from a row. */
export interface RowRoute<Service> {
  readonly name: string;
  /** The method with its path, and the status of its answer. */
  readonly decorators: readonly MethodDecorator[];
  readonly answer: (call: RouteCall<Service>) => Promise<unknown>;
}

export interface RouteCall<Service> {
  readonly service: Service;
  readonly viewer: Viewer;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A controller with a route for each row, over what Nest has under a token. */
export function rowController<Service>(
  { name, path, over }: { readonly name: string; readonly path: string; readonly over: symbol | Type },
  routes: readonly RowRoute<Service>[],
): Type {
  class RowController {
    constructor(readonly service: Service) {}
  }
  Object.defineProperty(RowController, 'name', { value: name });
  Inject(over)(RowController, undefined, 0);
  Controller(path)(RowController);
  const { prototype } = RowController;
  for (const route of routes) {
    const value = async function (this: RowController, request: ViewedRequest, reply: FastifyReply): Promise<unknown> {
      if (request.viewer === undefined) throw edgeProblem('API_UNAUTHENTICATED');
      return await route.answer({ service: this.service, viewer: request.viewer, request, reply });
    };
    const descriptor: PropertyDescriptor = { value, writable: true, configurable: true };
    Object.defineProperty(prototype, route.name, descriptor);
    Req()(prototype, route.name, 0);
    Res({ passthrough: true })(prototype, route.name, 1);
    for (const decorate of route.decorators) decorate(prototype, route.name, descriptor);
  }
  return RowController;
}

/** A header of a request, its first value where it was sent more than once. */
export function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
