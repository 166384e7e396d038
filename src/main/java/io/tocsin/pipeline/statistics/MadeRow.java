package io.tocsin.pipeline.statistics;

import java.time.Instant;

/**
 * That an hour was made.
 *
 * @param hour when it began
 * @param madeAt what happened after that it may not have
 * @param undecided how many events of it were not decided then
 */
record MadeRow(Instant hour, Instant madeAt, long undecided) {}
