import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDevice,
  type Device,
  formatDevices,
  liveDevices,
  MAX_DEVICES,
  parseDevices,
  removeDestination,
  replaceDestination,
  STALE_MS,
} from '../../../functions/sign-in/devices.ts';

const NOW = 1_800_000_000_000;
const device = (destination: string, lastSeenAt = NOW, more: Partial<Device> = {}): Device => ({
  id: `id-${destination}`,
  platform: 'apns',
  name: `phone ${destination}`,
  destination,
  registeredAt: lastSeenAt,
  lastSeenAt,
  ...more,
});
const destinationsOf = (devices: readonly Device[]) => devices.map(({ destination }) => destination);
const arbitraryDevice: fc.Arbitrary<Device> = fc.record({
  id: fc.string(),
  platform: fc.constantFrom('apns', 'apns-sandbox', 'fcm'),
  name: fc.string(),
  destination: fc.string({ minLength: 1 }),
  registeredAt: fc.integer({ min: 0, max: NOW }),
  lastSeenAt: fc.integer({ min: NOW - 2 * STALE_MS, max: NOW }),
});

describe('a list of devices', () => {
  test('is stored and read as it was', () => {
    fc.assert(
      fc.property(fc.array(arbitraryDevice), (devices) => {
        expect(parseDevices(formatDevices(devices))).toEqual(devices);
      }),
    );
  });

  test('is empty where none, or none that can be read, is stored', () => {
    expect(parseDevices(null)).toEqual([]);
    for (const text of ['', '{', 'null', '{}', '1', '"x"', '[null, 1, "x", [], {}]']) {
      expect(parseDevices(text)).toEqual([]);
    }
    const good = device('good');
    for (const [field, value] of Object.entries({
      id: 1,
      platform: 'fax',
      name: null,
      destination: undefined,
      registeredAt: 'x',
      lastSeenAt: 1.5,
    })) {
      expect(parseDevices(JSON.stringify([{ ...good, [field]: value }, good]))).toEqual([good]);
    }
    fc.assert(fc.property(fc.string(), (text) => expect(Array.isArray(parseDevices(text))).toBe(true)));
  });

  test('has what was seen in 270 days, newest first', () => {
    const devices = [
      device('a', NOW - 5),
      device('gone', NOW - STALE_MS),
      device('b', NOW),
      device('c', NOW - STALE_MS + 1),
    ];

    expect(destinationsOf(liveDevices(devices, NOW))).toEqual(['b', 'a', 'c']);
  });

  test('holds ten, the longest unseen making room', () => {
    let devices: readonly Device[] = [];
    for (let at = 0; at < 25; at += 1) devices = addDevice(devices, device(`d${at}`, NOW + at), NOW + at);

    expect(destinationsOf(devices)).toEqual(Array.from({ length: MAX_DEVICES }, (_, at) => `d${24 - at}`));
    expect(MAX_DEVICES).toBe(10);
  });

  test('drops the stale before it drops the living', () => {
    const old = Array.from({ length: 9 }, (_, at) => device(`old${at}`, NOW - 1_000 - at));

    const devices = addDevice([device('stale', NOW - STALE_MS), ...old], device('new'), NOW);
    expect(destinationsOf(devices)).toEqual(['new', ...destinationsOf(old)]);
  });

  test('has a destination once, by its last registration', () => {
    const devices = addDevice([device('a'), device('b')], device('b', NOW + 1, { name: 'renamed' }), NOW + 1);

    expect(devices.map(({ destination, name }) => [destination, name])).toEqual([
      ['b', 'renamed'],
      ['a', 'phone a'],
    ]);
  });

  test('never grows beyond ten, nor has one destination twice, whatever is added', () => {
    const added = fc.array(fc.record({ device: arbitraryDevice, name: fc.constantFrom('x', 'y', 'z', null) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(added, (steps) => {
        let devices: readonly Device[] = [];
        for (const step of steps) {
          const one = { ...step.device, lastSeenAt: NOW, destination: step.name ?? step.device.destination };
          devices = addDevice(devices, one, NOW);
          expect(devices[0]).toBe(one);
        }

        expect(devices.length).toBeLessThanOrEqual(MAX_DEVICES);
        expect(new Set(destinationsOf(devices)).size).toBe(devices.length);
      }),
    );
  });

  test('takes a correction of a destination, also where that one is there already', () => {
    const devices = [device('a'), device('b'), device('c')];

    expect(destinationsOf(replaceDestination(devices, 'b', 'B'))).toEqual(['a', 'B', 'c']);
    expect(replaceDestination(devices, 'b', 'c')).toEqual([device('a'), { ...device('b'), destination: 'c' }]);
    expect(replaceDestination(devices, 'none', 'x')).toEqual(devices);
    expect(replaceDestination(devices, 'b', 'b')).toEqual(devices);
  });

  test('loses what a provider says is gone, and nothing else', () => {
    const devices = [device('a'), device('b')];

    expect(removeDestination(devices, 'a')).toEqual([device('b')]);
    expect(removeDestination(devices, 'none')).toEqual(devices);
  });
});
