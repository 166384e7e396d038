package io.tocsin.model.mapping;

import io.tocsin.model.pattern.EventPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What one kind of payload means.
 *
 * @param name unique among the mappings
 * @param description one sentence for a reader; may be empty
 * @param when the payloads it takes: an event pattern over the payload; empty for all
 * @param headers an event pattern over the header fields that the source keeps; empty for all
 * @param sources the names of the hub's sources whose events it takes; empty for all
 * @param global whether its fingerprints are unique in the whole world, so that the same trouble told by two sources is one
 *     alert; else they are unique within the event's identity
 * @param episodes whether {@code startsAt} of its alerts is when this episode began and {@code endsAt} when it ended, so that what
 *     comes late is known by them
 * @param ends whether its senders tell when a trouble is over; an alert may say otherwise of itself
 * @param resolveAfter for how long its alerts go on without being told again, where they do not say so themselves; empty where
 *     silence means nothing
 * @param copies what is said of the jq file
 * @param jq the file that makes alerts of the payload
 * @param samples the folder with its samples: see {@link MappingSamples}
 * @param origin where it is written
 */
public record Mapping(
        String name,
        String description,
        Optional<EventPattern> when,
        Optional<EventPattern> headers,
        Set<String> sources,
        boolean global,
        boolean episodes,
        boolean ends,
        Optional<Duration> resolveAfter,
        Copies copies,
        Path jq,
        Path samples,
        Origin origin) {

    public Mapping {
        sources = Set.copyOf(sources);
    }

    /** Whether it takes events of the source. */
    boolean takesFrom(String source) {
        return sources.isEmpty() || sources.contains(source);
    }

    /**
     * Where a mapping is written.
     *
     * @param file the file's path as the user would type it
     * @param line the 1-based line of the mapping
     */
    public record Origin(String file, int line) {}
}
