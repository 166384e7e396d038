package io.tocsin.source.accept;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.model.time.Throttle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator learns of refused requests: all are counted by source and reason, and of each reason one a minute is
 * logged, so that nobody fills the disk and no reason hides another.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String path;
    private final MeterRegistry meters;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Throttle> lines = new ConcurrentHashMap<>();

    RefusalLog(String path, MeterRegistry meters) {
        this.path = path;
        this.meters = meters;
    }

    /**
     * Counts a refusal, and may log it.
     *
     * @param source the sender's name; one that anybody may have made up is logged and not counted, since labels of a metric
     *     have few values
     * @param known whether there is such a source for certain
     * @param reason a word of ours
     * @param why what the operator should know, which a sender may not be told
     */
    void note(String source, boolean known, String reason, String why) {
        counters.computeIfAbsent(List.of(known ? source : "", reason), this::counter)
                .increment();
        OptionalLong unsaid = lines.computeIfAbsent(reason, any -> new Throttle(QUIET, System::nanoTime))
                .pass();
        unsaid.ifPresent(before -> LOG.warn(
                "{}: refused a request for source {}: {}{}",
                path,
                source,
                why,
                before == 0 ? "" : " (and " + before + " more for this reason since the last such line)"));
    }

    private Counter counter(List<String> labels) {
        return Counter.builder("tocsin.refused")
                .description("Requests that were refused, by origin and reason")
                .tag("origin", labels.get(0))
                .tag("reason", labels.get(1))
                .register(meters);
    }
}
