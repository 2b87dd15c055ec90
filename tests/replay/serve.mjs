// The end of scripts/replay:  node serve.mjs ARCHIVE PORT
// serves until Ctrl-C.
import { basename } from 'node:path';
import { serve } from './server.mjs';

const [archive, port] = process.argv.slice(2);

function explained(error) {
  if (error.code === 'EADDRINUSE') return `port ${port} is taken; try another --port, or 0 for any`;
  if (error.code === 'EACCES' && error.syscall === 'listen') return `port ${port} may not be used`;
  return error.message;
}

try {
  const { url, close } = await serve(archive, Number(port));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, close);
  console.log(`ReplayWeb.page with ${basename(archive)}:\n\n  ${url}\n\nStop with Ctrl-C.`);
} catch (error) {
  console.error(`replay: ${explained(error)}`);
  process.exitCode = 1;
}
