/** `npm run bench -- NAME [options]`: loads ./NAME.ts and runs it; figures come as one JSON line each. */
const [name = ""] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(name) || name === "main") {
  console.error("Say which: npm run bench -- NAME, where bench/NAME.ts exists.");
  process.exit(64);
}
const { run } = (await import(`./${name}.ts`)) as { run(): Promise<void> };
await run();
