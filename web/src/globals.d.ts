/** Set by build.mjs: false in the single file, which has no server to ask. */
declare const SERVED: boolean;
