import { types } from 'node:util';

// Jest runs each test file in a realm of its own, so an Error of Node's network code is no `instanceof Error` here. The
// AWS SDK asks just that, and wraps such an error until nothing of it is left. In production there is one realm.
const ordinary = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, value: unknown): boolean {
    return this === Error ? types.isNativeError(value) || ordinary.call(Error, value) : ordinary.call(this, value);
  },
});
