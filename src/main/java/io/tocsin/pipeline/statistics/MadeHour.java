package io.tocsin.pipeline.statistics;

import java.time.Instant;
import java.util.List;

/**
 * What is written of an hour.
 *
 * @param hour when it began
 * @param madeAt what happened after that it may not have
 * @param undecided how many events of it were not decided
 * @param rows what was counted
 */
record MadeHour(Instant hour, Instant madeAt, long undecided, List<Tally.Row> rows) {}
