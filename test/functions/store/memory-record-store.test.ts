import { memoryRecordStore } from '../../helpers/memory-record-store.ts';
import { describeRecordStore } from './record-store.contract.ts';

describeRecordStore('the memory record store', async () => {
  const store = memoryRecordStore({ clock: () => 1_700_000_000_000 });
  return { store, plant: async (item) => store.plant(item), close: async () => {} };
});
