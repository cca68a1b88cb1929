import { memoryCounters } from '../../helpers/memory-counters.ts';
import { describeCounters } from './counters.contract.ts';

describeCounters('the counters in memory', async () => ({ counters: memoryCounters(), close: async () => {} }));
