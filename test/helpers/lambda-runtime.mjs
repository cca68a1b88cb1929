// Stands for Lambda's runtime in a plain Node process: loads a built function and answers the events it is sent.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const directory = process.argv[2] ?? '';
const { handler } = await import(pathToFileURL(join(directory, 'index.mjs')).href);
const isLoaded = (name) => process.moduleLoadList.some((module) => module.includes(name));
process.send?.({ kind: 'ready', hasUndici: isLoaded('undici') });

process.on('message', async ({ id, event }) => {
  const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME;
  try {
    const result = await handler(event, {
      functionName,
      awsRequestId: String(id),
      getRemainingTimeInMillis: () => 4_000,
    });
    process.send?.({ kind: 'result', id, result: result === undefined ? null : result });
  } catch (error) {
    process.send?.({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) });
  }
});
