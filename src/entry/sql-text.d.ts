/** Migrations imported as text by the Worker's bundler. */
declare module "*.sql" {
  const text: string;
  export default text;
}
/** Compiled by the Worker's bundler: there nothing may be compiled later. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
