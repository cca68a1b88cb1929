import { expect, test } from '@jest/globals';
import { buildWidget } from '../../../infra/build/web-widget.ts';

const styles = async (): Promise<string> => new TextDecoder().decode((await buildWidget()).get('doorcode.js'));

test('the styles are made for the browsers that the scripts are made for', async () => {
  // Safari 16 has it under this name.
  expect(await styles()).toContain('-webkit-hyphens:auto;hyphens:auto');
});
