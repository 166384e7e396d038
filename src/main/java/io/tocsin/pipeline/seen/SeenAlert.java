package io.tocsin.pipeline.seen;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;

/**
 * What the store said of an alert when it was decided last: the same again tells nobody, as long as the store still says so.
 *
 * @param row the id of the alert's row
 * @param generation the row's number then; another one, and something was decided of it since
 * @param until from when on the same is news again, by the store's time
 * @param rules what comes of the same until then, a line for each rule, for the trace; not to be changed
 */
public record SeenAlert(String row, long generation, Instant until, ArrayNode rules) {}
