package io.tocsin.pipeline.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * A calendar as it was read.
 *
 * @param schedule the schedule that it feeds
 * @param content the last good one; empty where there was none
 * @param readAt when it was read
 * @param triedAt when it was last tried
 * @param trouble why it was not read then; empty where it was
 */
record FeedRow(String schedule, String content, Optional<Instant> readAt, Instant triedAt, String trouble) {}
