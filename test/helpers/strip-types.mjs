// Jest transformer: Node strips the types, so line numbers stay exact and no second compiler is needed.
import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';

export default {
  process(source) {
    return { code: stripTypeScriptTypes(source) };
  },
  getCacheKey(source, path) {
    return createHash('sha256').update(`${process.version}\0${path}\0${source}`).digest('hex');
  },
};
