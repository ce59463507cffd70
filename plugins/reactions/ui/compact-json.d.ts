/** The build leaves of the emoji data one text for each group (emoji-data.ts). */
declare module '*.json?compact' {
  const groups: readonly string[];
  export default groups;
}
