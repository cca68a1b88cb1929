import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { loadTexts } from '../../../web/widget/load-texts.ts';
import { en } from '../../../web/widget/texts.ts';

const english = { locale: 'en', isRtl: false, texts: {} };
/** All texts, as a page gives them that has a language of its own: with its own plural forms. */
const { 'wrong.one': _, ...whole } = en;
const { hint, ...allButOne } = whole;

/** Answers nothing of itself. */
let server: Server;
beforeAll(async () => {
  server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const file = `http://127.0.0.1:${(server.address() as AddressInfo).port}/nl.json`;
  Object.assign(globalThis, { DOORCODE_LOCALES: { nl: [file, ''] } });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  jest.useRealTimers();
});

const asked = async (): Promise<ServerResponse> => (await once(server, 'request'))[1] as ServerResponse;

describe('a language that the widget has none of', () => {
  test.each([
    ['fr', 'fr', false],
    ['fr-ca', 'fr-CA', false],
    ['he', 'he', true],
    ['fa-IR', 'fa-IR', true],
    ['az-Arab', 'az-Arab', true],
    ['az', 'az', false],
    ['ks-Deva', 'ks-Deva', false],
  ])('is the language of a page that says everything itself: %s', async (tag, locale, isRtl) => {
    expect(await loadTexts(tag, whole)).toEqual({ locale, isRtl, texts: {} });
  });

  test.each([{}, { title: 'Connexion' }, allButOne, { ...whole, title: undefined }])(
    'is English as long as a text is missing (%#)',
    async (messages) => {
      // What a program may hand over, whatever its types say.
      expect(await loadTexts('he', messages as Partial<typeof en>)).toEqual(english);
    },
  );

  test('counts an empty text as one that is given', async () => {
    expect((await loadTexts('he', { ...whole, intro: '' })).locale).toBe('he');
  });

  test.each(['', 'not a tag', 'x'])('is English for a tag that is none: %j', async (tag) => {
    expect(await loadTexts(tag, whole)).toEqual(english);
  });
});

test('keeps the region of English, which writes times in its own way', async () => {
  expect(await loadTexts('en-us')).toEqual({ ...english, locale: 'en-US' });
});

describe('a file of a language', () => {
  test('is what the widget says, and a page may change a text of it', async () => {
    const loaded = loadTexts('nl-BE', { title: 'Welkom' });
    (await asked()).end('{"title":"Inloggen"}');

    expect(await loaded).toEqual({ locale: 'nl-BE', isRtl: false, texts: { title: 'Inloggen' } });
  });

  test.each(['', '{"title":'])(
    'that comes no further than %j is waited for four seconds, and is English',
    async (begin) => {
      jest.useFakeTimers();
      let isOver = false;
      const loaded = loadTexts('nl').finally(() => {
        isOver = true;
      });
      const response = await asked();
      if (begin) response.write(begin);
      await jest.advanceTimersByTimeAsync(3_900);
      expect(isOver).toBe(false);
      await jest.advanceTimersByTimeAsync(200);

      expect(await loaded).toEqual(english);
    },
  );
});
