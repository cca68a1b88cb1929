import { describe, expect, test } from '@jest/globals';
import { openChannel, providerNames } from '../../channels/registry.ts';

describe('the registry', () => {
  test('opens every provider it names', async () => {
    const settings = { from: 'codes@example.com', region: 'us-east-1' };

    const channels = await Promise.all(providerNames.map((name) => openChannel(name, settings)));

    expect(channels.map(({ provider }) => provider)).toEqual(providerNames);
  });

  test.each(['smtp', 'constructor', '__proto__'])('refuses %s, naming what there is', async (name) => {
    const opening = openChannel(name as 'ses', { from: 'codes@example.com' });

    await expect(opening).rejects.toThrow(`there is no provider "${name}": the registry has ses`);
  });

  test('refuses bad settings before anything is sent', async () => {
    await expect(openChannel('ses', { from: 'nobody' })).rejects.toThrow('from is "nobody"');
  });
});
