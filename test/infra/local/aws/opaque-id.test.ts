import { expect, test } from '@jest/globals';
import { opaqueId } from '../../../../infra/local/aws/opaque-id.ts';

test('an opaque id is 32 letters, never twice the same', () => {
  const ids = Array.from({ length: 1_000 }, opaqueId);

  for (const id of ids) expect(id).toMatch(/^[a-p]{32}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
