/**
 * What would have happened: events of files or of the store through mappings, rules and incidents as the hub decides of them, on a
 * clock of its own. Nothing is sent, and nothing is stored.
 */
package io.tocsin.pipeline.simulate;
