// What a test cannot do without. On a developer's machine a missing reader skips the test; with CI
// set, where every reader must have its say, it fails.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SKIPPED = 77;  // ctest's SKIP_RETURN_CODE

export const CHROMIUM = process.env.VARVE_CHROMIUM ?? '/usr/bin/chromium';

export function packageFile(path) {
  return fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
}

export function needPackage(name) {
  need(packageFile(name), `the npm package ${name}`);
}

export function needChromium() {
  need(CHROMIUM, 'chromium');
}

function need(path, what) {
  if (existsSync(path)) return;
  console.log(`${what} is missing (${path}); scripts/setup --test installs it`);
  process.exit(process.env.CI ? 1 : SKIPPED);
}
