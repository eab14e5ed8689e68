/** The same classes for `import` as for `require`: an error thrown in one is an `instanceof` in the other. */
export * from './index.js';
