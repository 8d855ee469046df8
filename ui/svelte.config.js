// Compiler options of every component: runes only.
export default { compilerOptions: { runes: true } };
