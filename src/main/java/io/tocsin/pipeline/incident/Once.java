package io.tocsin.pipeline.incident;

import java.time.Duration;
import java.util.Optional;

/**
 * By what something that people did is known when it comes again: it changes nothing then.
 *
 * @param id what it is called, by its provider or by what it is about
 * @param within for how long it is the same; empty for ever
 */
public record Once(String id, Optional<Duration> within) {

    /** What has an id that nothing else ever has. */
    public static Once everOf(String id) {
        return new Once(id, Optional.empty());
    }
}
