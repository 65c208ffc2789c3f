// Lets Mermaid parse every *.mmd file of a folder: `node check.mjs FOLDER`. Exit code 1 if it refuses one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';

// Mermaid asks the page which words are colours, and cleans labels with it. It looks for the page when it is loaded.
const { window } = new JSDOM('');
Object.assign(globalThis, { window, document: window.document, Option: window.Option });
const { default: mermaid } = await import('mermaid');

const folder = process.argv[2];
const files = readdirSync(folder).filter((file) => file.endsWith('.mmd')).sort();
let refused = 0;
for (const file of files) {
  try {
    const { diagramType } = await mermaid.parse(readFileSync(join(folder, file), 'utf8'));
    if (diagramType !== 'sequence') throw new Error(`a ${diagramType} diagram`);
  } catch (error) {
    refused += 1;
    console.error(`${file}: ${error.message}`);
  }
}
console.log(`${files.length} diagrams, ${refused} refused`);
process.exit(files.length > 0 && refused === 0 ? 0 : 1);
