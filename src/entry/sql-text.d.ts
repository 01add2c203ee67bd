/** Migrations imported as text by the Worker's bundler. */
declare module "*.sql" {
  const text: string;
  export default text;
}
