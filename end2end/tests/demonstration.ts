// Before all tests: one demonstration is made and searched for duplicates, and its folder kept. Servers that ask for no
// other scale start from a copy, instead of each making five thousand initiatives while tests run beside it. `DEMONSTRATION`
// names a folder that was made before, for whoever runs one file of tests again and again.

import { Server } from './server';

export default async function make(): Promise<() => Promise<void>> {
  if (process.env.DEMONSTRATION) return async () => {};
  const server = await Server.start();
  await server.searched();
  await server.stop();
  process.env.DEMONSTRATION = server.data;
  return () => server.dispose();
}
