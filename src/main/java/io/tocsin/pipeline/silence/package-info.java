/**
 * What holds messages back, in the store and in memory: silences that people make, and what incidents have to be told once
 * something of it ends. What it means to an incident's addresses stands in {@link io.tocsin.model.incident}.
 */
package io.tocsin.pipeline.silence;
