package io.tocsin.model.version;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What hubs that share a store know of the versions of one kind of files, the rules say, and which of them they all go by.
 *
 * <p>A version is a hash and says nothing of older or newer: what was never seen is newer, what was seen before is older. So an edit
 * that reaches one hub first becomes current there, the other hubs stand behind until it reaches them, and a hub that restarts with old files
 * takes nobody back. Files that were taken back everywhere are no hub's to refuse: what <em>all</em> living hubs have is current, however
 * old it is, and one that is alone goes by what it has.
 *
 * @param current the version that all go by; empty where none was ever seen
 * @param known all versions that were ever current
 * @param loaded what each living hub has loaded, by the hub; without those that have not said it yet
 */
public record Agreement(Optional<String> current, Set<String> known, Map<String, String> loaded) {

    /**
     * How long a new version has to stand still where other hubs live: a folder that is being copied, or a file that is being
     * written, may be sound and yet be half of what it will be.
     */
    public static final Duration SETTLED = Duration.ofSeconds(3);

    public Agreement {
        known = Set.copyOf(known);
        loaded = Map.copyOf(loaded);
    }

    /**
     * What is to become of the version that a hub has loaded.
     *
     * @param hub which
     * @param version what it has loaded
     * @param age for how long it has had that
     * @param alone whether no other hub lives
     */
    public Standing of(String hub, String version, Duration age, boolean alone) {
        if (current.filter(version::equals).isPresent()) {
            return Standing.CURRENT;
        }
        if (alone || isEverywhere(hub, version)) {
            return Standing.BECOMES_CURRENT;
        }
        if (known.contains(version)) {
            return Standing.BEHIND;
        }
        return age.compareTo(SETTLED) < 0 ? Standing.SETTLING : Standing.BECOMES_CURRENT;
    }

    /** Whether at least two hubs have said what they have, and it is the same. */
    private boolean isEverywhere(String hub, String version) {
        return loaded.keySet().stream().anyMatch(other -> !other.equals(hub))
                && loaded.entrySet().stream()
                        .allMatch(one ->
                                one.getKey().equals(hub) || one.getValue().equals(version));
    }

    /** Whether some living hub has loaded this one, so that hubs can be made to go by it. */
    public boolean isLoaded(String version) {
        return loaded.containsValue(version);
    }
}
