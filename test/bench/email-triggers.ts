import { createTriggers } from '../../functions/create-triggers.ts';
import { CONFIG_VARIABLE } from '../../functions/runtime/config.ts';

// The local deployment with email alone, as most begin: no device list and no provider's health to read.

const { sms: _sms, push: _push, pinpoint: _pinpoint, ...config } = JSON.parse(process.env[CONFIG_VARIABLE] ?? '{}');

export const { handler } = createTriggers({ config: { ...config, routing: { order: ['email'] } } });
