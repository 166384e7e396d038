/** What happened hour by hour: made beside those who decide and send, kept for longer than what it is made of. */
package io.tocsin.pipeline.statistics;
