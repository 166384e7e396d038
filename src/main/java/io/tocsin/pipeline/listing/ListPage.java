package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param entries the newest first
 * @param next where the next page begins; empty where this one ends the list
 * @param looked how many rows were looked at for it
 * @param back the time of the oldest of them; empty where there was none
 */
public record ListPage(List<ObjectNode> entries, Optional<String> next, int looked, Optional<Instant> back) {}
