/** The same class for `import` as for `require`. */
export * from './testing.js';
