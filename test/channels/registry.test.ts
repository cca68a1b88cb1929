import { describe, expect, test } from '@jest/globals';
import type { Channel } from '../../channels/channel.ts';
import { openChannel, type ProviderName, providerNames } from '../../channels/registry.ts';

const region = 'us-east-1';
const sms = { appName: 'Example', host: 'example.com' };

const opened: Readonly<Record<ProviderName, () => Promise<Channel>>> = {
  ses: () => openChannel('ses', { from: 'codes@example.com', region }),
  sns: () => openChannel('sns', { sms, region }),
  pinpoint: () => openChannel('pinpoint', { applicationId: 'a1b2c3', sms, push: {}, region }),
};

describe('the registry', () => {
  test('opens every provider it names', async () => {
    const channels = await Promise.all(providerNames.map((name) => opened[name]()));

    expect(channels.map(({ provider }) => provider)).toEqual(providerNames);
    expect(channels.map(({ media }) => media)).toEqual([['email'], ['sms'], ['sms', 'push']]);
  });

  test.each(['smtp', 'constructor', '__proto__'])('refuses %s, naming what there is', async (name) => {
    const opening = openChannel(name as 'ses', { from: 'codes@example.com' });

    await expect(opening).rejects.toThrow(`there is no provider "${name}": the registry has ses, sns, pinpoint`);
  });

  test('refuses bad settings before anything is sent', async () => {
    await expect(openChannel('ses', { from: 'nobody' })).rejects.toThrow('from is "nobody"');
    await expect(openChannel('sns', {})).rejects.toThrow('sns has neither sms nor push');
    await expect(openChannel('pinpoint', { applicationId: 'a b', sms })).rejects.toThrow('applicationId is "a b"');
  });
});
