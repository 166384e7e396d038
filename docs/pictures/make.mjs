// Screenshots: one page for each channel, in light, in dark, and 390 px wide.
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const [work, target] = process.argv.slice(2);
const looks = [
  { name: 'light', scheme: 'light', width: 760 },
  { name: 'dark', scheme: 'dark', width: 760 },
  { name: 'phone', scheme: 'light', width: 390 },
];

// The HTML part of what ./hub render prints of a mail.
function mail(text) {
  const html = text.split(/^--- text\/html.*$/m)[1];
  if (!html) throw new Error('no HTML part in the mail');
  return html;
}

async function cards() {
  const bundle = await build({
    entryPoints: [join(work, 'cards.jsx')],
    absWorkingDir: work,
    bundle: true,
    write: false,
    outdir: work,
    format: 'iife',
    jsx: 'automatic',
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const text = (ending) => bundle.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { js: text('.js'), css: text('.css') };
}

function page(channel, message, look, { js, css }) {
  const data = JSON.stringify({ channel, message, dark: look.scheme === 'dark' }).replace(/</g, '\\u003c');
  return `<!DOCTYPE html><html><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width">
    <style>${css}</style></head><body><div id="root"></div>
    <script>window.CARD = ${data}</script><script>${js.replace(/<\/script/g, '<\\/script')}</script></body></html>`;
}

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none'],
});
try {
  const parts = await cards();
  const channels = ['email', 'slack', 'teams', 'google-chat', 'discord', 'mattermost', 'telegram'];
  for (const name of channels.flatMap((channel) => [channel, `${channel}-several`])) {
    const channel = name.replace(/-several$/, '');
    const file = join(work, `${name}.out`);
    if (!existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    for (const look of looks) {
      const tab = await browser.newPage();
      tab.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
      await tab.setViewport({ width: look.width, height: 200 });
      await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: look.scheme }]);
      await tab.setRequestInterception(true);
      tab.on('request', (request) =>
        request.url().startsWith('http') ? request.abort() : request.continue()); // pictures need no network
      const html = channel === 'email' ? mail(text) : page(channel, JSON.parse(text), look, parts);
      await tab.setContent(html, { waitUntil: 'load' });
      await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300))));
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
      if (wide > look.width) console.error(`${name}-${look.name}: ${wide} px wide, and the window has ${look.width}`);
      await tab.screenshot({ path: join(target, `${name}-${look.name}.png`), fullPage: true });
      await tab.close();
      console.log(`${name}-${look.name}.png`);
    }
  }
} finally {
  await browser.close();
}
