package io.tocsin.store.shared;

import java.time.Instant;
import java.util.List;

/**
 * A version that hubs go by, or did.
 *
 * @param what {@link SharedVersions#RULES} or {@link SharedVersions#MAPPINGS}
 * @param version a hash of the files
 * @param isCurrent whether hubs go by it now
 * @param firstSeenAt when a hub had it for the first time
 * @param firstSeenBy which
 * @param currentSince since when hubs go, or last went, by it
 * @param currentBy through which hub, or who said so
 * @param loadedBy the names of the hubs that have it loaded now
 */
public record KnownVersion(
        String what,
        String version,
        boolean isCurrent,
        Instant firstSeenAt,
        String firstSeenBy,
        Instant currentSince,
        String currentBy,
        List<String> loadedBy) {}
