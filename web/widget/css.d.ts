/** A style sheet as minified text: the build reads it so. */
declare module '*.css' {
  export const css: string;
}
