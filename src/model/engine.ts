/** The statistics engine's version: part of every verdict and of the key of every cached analysis. */
export const ENGINE_VERSION = "6";
